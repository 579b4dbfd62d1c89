package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An MP4 with its films, sounds and subtitles, without what else it tells. Boxes of user data are overwritten where they stand and
 * called free, so that everything else keeps its place; tracks of measurements, such as the positions that cameras record beside the
 * film, are overwritten with their samples.
 */
final class Mp4Strip {

    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "moof", "traf", "mvex", "edts");
    private static final Set<String> OVERWRITTEN = Set.of("udta", "meta", "uuid", "free", "skip", "XMP_");
    private static final Set<String> SHOWN =
            Set.of("vide", "soun", "subt", "text", "sbtl", "clcp", "auxv", "pict", "tmcd");
    private static final Set<String> TIMED = Set.of("mvhd", "tkhd", "mdhd");

    private static final int MOST_DEPTH = 8;
    private static final int MOST_BOXES = 200_000;
    private static final int MOST_TABLE_BYTES = 64 * 1024 * 1024;
    private static final int ZEROS = 64 * 1024;

    private final FileChannel file;
    private final PixelLimit limit;
    private int boxes;
    private boolean begun;
    private long overwritten;
    private Stripped.@Nullable Size size;
    private @Nullable Duration duration;

    private Mp4Strip(FileChannel file, PixelLimit limit) {
        this.file = file;
        this.limit = limit;
    }

    /** Changes the file itself. */
    static Stripped strip(Path path, PixelLimit limit) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var strip = new Mp4Strip(file, limit);
            strip.walk(0, file.size(), 0);
            if (!strip.begun) {
                throw UnusableMedium.broken("The film has no table of its contents; its recording was cut off");
            }
            return new Stripped(strip.size, Orientation.UPRIGHT, strip.duration);
        }
    }

    /** A box: its name, where it and its content begin, where it ends. */
    private record Box(String name, long at, long content, long end) {}

    private void walk(long from, long to, int depth) throws IOException {
        for (Box box = boxAt(from, to); box != null; box = boxAt(box.end(), to)) {
            if (OVERWRITTEN.contains(box.name())) {
                overwrite(box);
            } else if (TIMED.contains(box.name())) {
                forgetTimes(box);
            } else if (box.name().equals("trak")) {
                track(box, depth);
            } else if (CONTAINERS.contains(box.name()) && depth < MOST_DEPTH) {
                begun |= box.name().equals("moov");
                walk(box.content(), box.end(), depth + 1);
            }
            if (box.name().equals("mvhd")) {
                duration = durationIn(box);
            }
        }
    }

    private @Nullable Box boxAt(long at, long to) throws IOException {
        if (at + 8 > to) {
            return null;
        }
        if (++boxes > MOST_BOXES) {
            throw UnusableMedium.broken("The film has more than " + MOST_BOXES + " boxes");
        }
        ByteBuffer head = read(at, 8);
        long length = head.getInt() & 0xffffffffL;
        String name = name(head);
        long content = at + 8;
        if (length == 1 && at + 16 <= to) {
            length = read(at + 8, 8).getLong();
            content = at + 16;
        } else if (length == 0) {
            length = to - at;
        }
        if (length < content - at || length > to - at) {
            if (name.equals("mdat")) {
                // The film itself is cut off: what there is can be shown.
                return null;
            }
            throw Bytes.endsTooEarly();
        }
        return new Box(name, at, content, at + length);
    }

    private void track(Box track, int depth) throws IOException {
        Box media = child(track, "mdia");
        Box handler = media == null ? null : child(media, "hdlr");
        String kind =
                handler == null || handler.content() + 12 > handler.end() ? "" : name(read(handler.content() + 8, 4));
        if (!kind.isEmpty() && !SHOWN.contains(kind)) {
            overwriteSamples(track);
            overwrite(track);
            return;
        }
        if (kind.equals("vide")) {
            Box header = child(track, "tkhd");
            if (header != null && size == null) {
                size = sizeIn(header);
            }
        }
        walk(track.content(), track.end(), depth + 1);
    }

    /** The size, turned as the matrix says. */
    private Stripped.@Nullable Size sizeIn(Box header) throws IOException {
        int length = read(header.content(), 1).get(0) == 1 ? 96 : 84;
        if (header.content() + length > header.end()) {
            return null;
        }
        ByteBuffer content = read(header.content(), length);
        int width = content.getInt(length - 8) >>> 16;
        int height = content.getInt(length - 4) >>> 16;
        if (width == 0 || height == 0) {
            return null;
        }
        limit.check(width, height);
        // Nine figures: where the first is nothing and the second is not, the film lies on its side.
        int matrix = length - 44;
        boolean onItsSide = content.getInt(matrix) == 0 && content.getInt(matrix + 4) != 0;
        return onItsSide ? new Stripped.Size(height, width) : new Stripped.Size(width, height);
    }

    private @Nullable Duration durationIn(Box header) throws IOException {
        boolean wide = read(header.content(), 1).get(0) == 1;
        int length = wide ? 32 : 20;
        if (header.content() + length > header.end()) {
            return null;
        }
        ByteBuffer content = read(header.content(), length);
        long scale = content.getInt(wide ? 20 : 12) & 0xffffffffL;
        long units = wide ? content.getLong(24) : content.getInt(16) & 0xffffffffL;
        boolean unknown = units == 0 || units == (wide ? -1 : 0xffffffffL);
        return scale == 0 || unknown || units < 0 || units > Long.MAX_VALUE / 1000
                ? null
                : Duration.ofMillis(units * 1000 / scale);
    }

    /** When it was made, and changed. */
    private void forgetTimes(Box box) throws IOException {
        boolean wide = read(box.content(), 1).get(0) == 1;
        long times = box.content() + 4;
        zero(times, Math.min(box.end(), times + (wide ? 16 : 8)));
    }

    private void overwrite(Box box) throws IOException {
        write(box.at() + 4, ByteBuffer.wrap("free".getBytes(StandardCharsets.US_ASCII)));
        zero(box.content(), box.end());
    }

    /** Samples lie in chunks: how many in each stands in one table, where it begins in another, how long each is in a third. */
    private void overwriteSamples(Box track) throws IOException {
        Box media = child(track, "mdia");
        Box information = media == null ? null : child(media, "minf");
        Box tables = information == null ? null : child(information, "stbl");
        if (tables == null) {
            return;
        }
        Box sizes = child(tables, "stsz");
        Box counts = child(tables, "stsc");
        Box places = child(tables, "stco");
        boolean wide = places == null;
        if (wide) {
            places = child(tables, "co64");
        }
        if (sizes == null || counts == null || places == null) {
            return;
        }
        ByteBuffer size = content(sizes);
        ByteBuffer count = content(counts);
        ByteBuffer place = content(places);
        int usual = size.getInt(4);
        int samples = size.getInt(8);
        int runs = count.getInt(4);
        int chunks = place.getInt(4);
        int sample = 0;
        int run = 0;
        for (int chunk = 0; chunk < chunks && sample < samples; chunk++) {
            while (run + 1 < runs && count.getInt(8 + (run + 1) * 12) <= chunk + 1) {
                run++;
            }
            long at = wide ? place.getLong(8 + chunk * 8) : place.getInt(8 + chunk * 4) & 0xffffffffL;
            int inChunk = count.getInt(8 + run * 12 + 4);
            for (int i = 0; i < inChunk && sample < samples; i++, sample++) {
                long bytes = (usual != 0 ? usual : size.getInt(12 + sample * 4)) & 0xffffffffL;
                zero(at, Math.min(file.size(), at + bytes));
                at += bytes;
            }
        }
    }

    private ByteBuffer content(Box box) throws IOException {
        long bytes = box.end() - box.content();
        if (bytes > MOST_TABLE_BYTES) {
            throw UnusableMedium.broken("The film has a table of " + bytes + " bytes");
        }
        return read(box.content(), (int) bytes);
    }

    private @Nullable Box child(Box parent, String name) throws IOException {
        for (Box box = boxAt(parent.content(), parent.end()); box != null; box = boxAt(box.end(), parent.end())) {
            if (box.name().equals(name)) {
                return box;
            }
        }
        return null;
    }

    private static String name(ByteBuffer bytes) {
        var name = new byte[4];
        bytes.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer read(long at, int count) throws IOException {
        return Bytes.at(file, at, count);
    }

    private void zero(long from, long to) throws IOException {
        overwritten += Math.max(0, to - from);
        if (overwritten > 2 * file.size()) {
            throw UnusableMedium.broken("The film has samples that lie over each other");
        }
        for (long at = from; at < to; at += ZEROS) {
            write(at, ByteBuffer.allocate((int) Math.min(ZEROS, to - at)));
        }
    }

    private void write(long at, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
    }
}
