package dev.groundwork.task.media.sound;

import java.io.IOException;

/** The samples of a recording, from its beginning to its end, each between -1 and 1; closes the stream that they are read from. */
interface Samples extends AutoCloseable {

    /** {@return how many channels; known and unchanged from the beginning} */
    int channels();

    /** {@return how many samples of each channel make a second} */
    int rate();

    /**
     * Reads on.
     *
     * @param into one sample of each channel, then the next of each
     * @return how many samples of each channel were read, 0 at the end
     */
    int read(float[] into) throws IOException;

    @Override
    void close() throws IOException;
}
