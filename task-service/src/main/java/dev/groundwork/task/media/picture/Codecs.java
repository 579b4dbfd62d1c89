package dev.groundwork.task.media.picture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

import dev.groundwork.task.media.MediaType;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

/** Readers and writers of pictures, named one by one: which plug-ins a class path brings along decides nothing here. */
final class Codecs {

    private static final String OF_THE_PLATFORM = "java.desktop";

    static {
        // A server has no screen, whatever its environment says.
        System.setProperty("java.awt.headless", "true");
    }

    private Codecs() {}

    /** {@return a reader, to be disposed of} */
    static ImageReader reader(MediaType type) throws IOException {
        return switch (type) {
            // Also reads what printers use, four inks instead of three colours.
            case JPEG -> jpeg().createReaderInstance();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance();
            case PNG -> platformReader("png");
            case GIF -> platformReader("gif");
            default -> throw new IllegalArgumentException(type + " is no picture");
        };
    }

    /** It leaves most of the work to the reader of the platform, for which it looks when it is registered. */
    private static ImageReaderSpi jpeg() {
        var jpeg = new JPEGImageReaderSpi();
        jpeg.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
        return jpeg;
    }

    static ImageReader platformReader(String format) {
        return ofThePlatform(ImageIO.getImageReadersByFormatName(format));
    }

    static ImageWriter platformWriter(String format) {
        return ofThePlatform(ImageIO.getImageWritersByFormatName(format));
    }

    private static <T> T ofThePlatform(Iterator<T> found) {
        List<T> all = new ArrayList<>();
        found.forEachRemaining(all::add);
        return all.stream()
                .filter(one -> OF_THE_PLATFORM.equals(one.getClass().getModule().getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this Java runtime has no codecs for pictures"));
    }
}
