package dev.groundwork.task.media.picture;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

import dev.groundwork.task.media.strip.Orientation;

import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Turns the pixels of a JPEG upright, so that every program sees the same picture, whether it minds orientation tags or not: what is
 * drawn on it then has one place.
 *
 * <p>The samples are not converted to other colours and are written with the tables they were written with, turned likewise; so what is
 * lost is about what rounding loses.
 */
public final class JpegTurn {

    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";
    private static final String EXIF_MARKER = Integer.toString(0xe1);

    /** So many pixels are decoded at once. */
    private static final int STRIP_PIXELS = 4_000_000;

    /** In which order a table of 64 is stored; transposing it is easiest in its square. */
    private static final int SIDE = 8;

    private JpegTurn() {}

    /**
     * @param from a JPEG whose EXIF, if any, holds no more than its orientation
     * @param to overwritten when it exists; has no EXIF
     * @param work a folder for the pixels meanwhile
     * @param outOfTime says when to give up: every strip is decoded from the beginning, which takes long where a JPEG has many
     *     scans
     * @throws IOException also when the JPEG is of a kind that cannot be written again, or time is out
     */
    public static void turn(Path from, Path to, Orientation orientation, Path work, BooleanSupplier outOfTime)
            throws IOException {
        ImageReader reader = Codecs.platformReader("jpeg");
        Path pixels = Files.createTempFile(work, "pixels", "");
        try (var in = new FileImageInputStream(from.toFile())) {
            reader.setInput(in, false, false);
            IIOMetadata metadata = reader.getImageMetadata(0);
            PixelFile turned = read(reader, pixels, orientation, outOfTime);
            write(turned, adapted(metadata, orientation), to);
        } catch (RuntimeException unusual) {
            throw new IOException("the JPEG cannot be written again", unusual);
        } finally {
            reader.dispose();
            Files.deleteIfExists(pixels);
        }
    }

    private static PixelFile read(ImageReader reader, Path pixels, Orientation orientation, BooleanSupplier outOfTime)
            throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        int rows = Math.max(1, STRIP_PIXELS / width);
        PixelFile file = null;
        for (int top = 0; top < height; top += rows) {
            if (outOfTime.getAsBoolean()) {
                throw new IOException("the JPEG takes too long to decode");
            }
            var strip = reader.getDefaultReadParam();
            strip.setSourceRegion(new Rectangle(0, top, width, Math.min(rows, height - top)));
            var raster = reader.readRaster(0, strip);
            if (file == null) {
                file = new PixelFile(pixels, width, height, raster.getNumBands(), orientation);
            }
            for (int y = 0; y < raster.getHeight(); y++) {
                file.put(top + y, (byte[])
                        raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, null));
            }
        }
        if (file == null) {
            throw new IOException("the JPEG has no rows");
        }
        return file;
    }

    private static void write(PixelFile pixels, IIOMetadata metadata, Path to) throws IOException {
        ImageWriter writer = Codecs.platformWriter("jpeg");
        Files.deleteIfExists(to);
        try (var out = new FileImageOutputStream(to.toFile())) {
            writer.setOutput(out);
            var settings = (JPEGImageWriteParam) writer.getDefaultWriteParam();
            settings.setOptimizeHuffmanTables(true);
            writer.write(null, new IIOImage(pixels.turned(), null, metadata), settings);
        } finally {
            writer.dispose();
        }
    }

    /** The same tables, transposed with the pixels; the same markers, without the orientation that is now applied. */
    private static IIOMetadata adapted(IIOMetadata metadata, Orientation orientation) throws IIOInvalidTreeException {
        Node root = metadata.getAsTree(FORMAT);
        for (Node unknown : all(root, "unknown")) {
            if (EXIF_MARKER.equals(attribute(unknown, "MarkerTag"))) {
                unknown.getParentNode().removeChild(unknown);
            }
        }
        if (orientation.transposes()) {
            for (Node table : all(root, "dqtable")) {
                var node = (IIOMetadataNode) table;
                if (node.getUserObject() instanceof JPEGQTable values) {
                    node.setUserObject(new JPEGQTable(transposed(values.getTable())));
                }
            }
            for (Node component : all(root, "componentSpec")) {
                var node = (IIOMetadataNode) component;
                String across = node.getAttribute("HsamplingFactor");
                node.setAttribute("HsamplingFactor", node.getAttribute("VsamplingFactor"));
                node.setAttribute("VsamplingFactor", across);
            }
        }
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    /** Tables of this class are in rows, not in zigzag. */
    private static int[] transposed(int[] table) {
        var turned = new int[table.length];
        for (int i = 0; i < table.length; i++) {
            turned[i % SIDE * SIDE + i / SIDE] = table[i];
        }
        return turned;
    }

    private static List<Node> all(Node root, String name) {
        var found = new ArrayList<Node>();
        NodeList nodes = ((IIOMetadataNode) root).getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add(nodes.item(i));
        }
        return found;
    }

    private static String attribute(Node node, String name) {
        return ((IIOMetadataNode) node).getAttribute(name);
    }
}
