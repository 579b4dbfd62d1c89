package dev.groundwork.task.media.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream that ends as a lost connection does. */
final class BreakingOff extends InputStream {

    private int left;

    /** @param after how many bytes */
    BreakingOff(int after) {
        this.left = after;
    }

    @Override
    public int read() throws IOException {
        return read(new byte[1], 0, 1) == 1 ? 'x' : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            throw new IOException("broken off");
        }
        int count = Math.min(left, length);
        Arrays.fill(buffer, offset, offset + count, (byte) 'x');
        left -= count;
        return count;
    }
}
