package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.io.InputStream;

import com.jcraft.jogg.Packet;
import com.jcraft.jogg.Page;
import com.jcraft.jogg.StreamState;
import com.jcraft.jogg.SyncState;

/** The packets of the first stream of an Ogg, in their order; a packet is good until the next one is read. */
final class OggPackets implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final SyncState sync = new SyncState();
    private final StreamState stream = new StreamState();
    private final Page page = new Page();
    private final Packet packet = new Packet();
    private boolean begun;
    private int serial;
    private long position;

    OggPackets(InputStream in) {
        this.in = in;
        sync.init();
    }

    /** {@return whether there was another packet, which {@link #packet} is now} */
    boolean next() throws IOException {
        while (true) {
            // Negative where bytes are missing: the packets behind the hole can be heard.
            int found = begun ? stream.packetout(packet) : 0;
            if (found > 0) {
                return true;
            }
            if (found == 0 && !nextPage()) {
                return false;
            }
        }
    }

    Packet packet() {
        return packet;
    }

    /** {@return the sample that the page of the packet ends with, as far as is known} */
    long position() {
        return position;
    }

    private boolean nextPage() throws IOException {
        while (true) {
            int found = sync.pageout(page);
            if (found > 0) {
                if (!begun) {
                    serial = page.serialno();
                    stream.init(serial);
                    begun = true;
                }
                if (page.serialno() == serial) {
                    stream.pagein(page);
                    position = Math.max(position, page.granulepos());
                    return true;
                }
            } else if (found == 0) {
                int at = sync.buffer(BUFFER);
                int read = in.read(sync.data, at, BUFFER);
                if (read <= 0) {
                    return false;
                }
                sync.wrote(read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.clear();
        sync.clear();
        in.close();
    }
}
