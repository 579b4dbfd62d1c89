package dev.groundwork.task.media.picture;

import java.awt.Point;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.groundwork.task.media.strip.Orientation;

/**
 * The pixels of one picture in a file, mirrored as they come in and transposed as they are read: so a picture of any size is turned
 * without ever lying in memory.
 */
final class PixelFile {

    private final MappedByteBuffer pixels;
    private final int width;
    private final int height;
    private final int bands;
    private final Orientation orientation;

    PixelFile(Path file, int width, int height, int bands, Orientation orientation) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            this.pixels =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.multiplyExact((long) width * height, bands));
        }
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.orientation = orientation;
    }

    /** @param row all bands of one pixel, then of the next */
    void put(int y, byte[] row) {
        if (orientation.mirrorsColumns()) {
            mirror(row);
        }
        int to = orientation.mirrorsRows() ? height - 1 - y : y;
        pixels.put(to * width * bands, row, 0, width * bands);
    }

    /** {@return a view of the pixels, turned} */
    Raster turned() {
        var places = new int[bands];
        for (int band = 0; band < bands; band++) {
            places[band] = band;
        }
        var model = orientation.transposes()
                ? new ComponentSampleModel(DataBuffer.TYPE_BYTE, height, width, width * bands, bands, places)
                : new ComponentSampleModel(DataBuffer.TYPE_BYTE, width, height, bands, width * bands, places);
        return new View(model, new Mapped(pixels));
    }

    private void mirror(byte[] row) {
        for (int left = 0, right = width - 1; left < right; left++, right--) {
            for (int band = 0; band < bands; band++) {
                byte kept = row[left * bands + band];
                row[left * bands + band] = row[right * bands + band];
                row[right * bands + band] = kept;
            }
        }
    }

    /** Its constructor is what the class is for: that of any raster is closed to others. */
    private static final class View extends WritableRaster {

        View(ComponentSampleModel model, DataBuffer pixels) {
            super(model, pixels, new Point());
        }
    }

    /** Pixels of a file as those of a picture. */
    private static final class Mapped extends DataBuffer {

        private final MappedByteBuffer pixels;

        Mapped(MappedByteBuffer pixels) {
            super(TYPE_BYTE, pixels.capacity());
            this.pixels = pixels;
        }

        @Override
        public int getElem(int bank, int i) {
            return pixels.get(i) & 0xff;
        }

        @Override
        public void setElem(int bank, int i, int value) {
            pixels.put(i, (byte) value);
        }
    }
}
