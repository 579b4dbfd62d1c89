package dev.groundwork.task.export.archive;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a zip archive. The platform's own keeps a record of every entry in memory until the end, which a million label
 * files do not leave room for; here the directory grows in a scratch file. Entries carry no time of day, so that the same
 * content makes the same archive. Over 4 GB or 65,535 entries it is a zip64 archive.
 */
public final class ZipArchive implements AutoCloseable {

    private static final int VERSION = 45;
    private static final int UTF8_NAMES = 1 << 11;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** 1 January 1980, the first day that the format knows. */
    private static final int DATE = 1 << 5 | 1;

    private static final long MOST_32 = 0xffff_ffffL;
    private static final int MOST_16 = 0xffff;

    private final OutputStream out;
    private final Path scratch;
    private final Path directoryFile;
    private final OutputStream directory;
    private long position;
    private long entries;
    private long directoryBytes;

    /**
     * @param out is not closed
     * @param scratch a folder for files that are gone when the archive is closed
     */
    public ZipArchive(OutputStream out, Path scratch) throws IOException {
        this.out = out;
        this.scratch = scratch;
        this.directoryFile = Files.createTempFile(scratch, "directory", ".zip");
        this.directory = new BufferedOutputStream(Files.newOutputStream(directoryFile), 64 * 1024);
    }

    /** Adds a small entry. */
    public void add(String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        entry(name, STORED, crc.getValue(), content.length, content.length, new ByteArrayInputStream(content));
    }

    /** Adds a small text. */
    public void add(String name, String text) throws IOException {
        add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file as it is, which pays for content that is compressed already. */
    public void store(String name, Path file) throws IOException {
        var crc = new CRC32();
        try (var in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        long bytes = Files.size(file);
        try (var in = Files.newInputStream(file)) {
            entry(name, STORED, crc.getValue(), bytes, bytes, in);
        }
    }

    /** Adds a file, compressed. */
    public void compress(String name, Path file) throws IOException {
        Path compressed = Files.createTempFile(scratch, "entry", ".deflated");
        var crc = new CRC32();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            try (var in = new CheckedInputStream(Files.newInputStream(file), crc);
                    var deflated = new DeflaterOutputStream(Files.newOutputStream(compressed), deflater, 32 * 1024)) {
                in.transferTo(deflated);
            }
            try (var in = Files.newInputStream(compressed)) {
                entry(name, DEFLATED, crc.getValue(), Files.size(compressed), Files.size(file), in);
            }
        } finally {
            deflater.end();
            Files.deleteIfExists(compressed);
        }
    }

    private void entry(String name, int method, long crc, long compressed, long plain, InputStream content)
            throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean large = compressed >= MOST_32 || plain >= MOST_32;
        long offset = position;
        ByteBuffer header = buffer(30 + path.length + (large ? 20 : 0))
                .putInt(0x04034b50)
                .putShort((short) VERSION)
                .putShort((short) UTF8_NAMES)
                .putShort((short) method)
                .putShort((short) 0)
                .putShort((short) DATE)
                .putInt((int) crc)
                .putInt((int) (large ? MOST_32 : compressed))
                .putInt((int) (large ? MOST_32 : plain))
                .putShort((short) path.length)
                .putShort((short) (large ? 20 : 0))
                .put(path);
        if (large) {
            header.putShort((short) 1).putShort((short) 16).putLong(plain).putLong(compressed);
        }
        write(bytesOf(header));
        position += content.transferTo(out);
        list(path, method, crc, compressed, plain, offset);
    }

    /** Tells the directory of an entry. */
    private void list(byte[] path, int method, long crc, long compressed, long plain, long offset) throws IOException {
        boolean large = compressed >= MOST_32 || plain >= MOST_32 || offset >= MOST_32;
        ByteBuffer record = buffer(46 + path.length + (large ? 28 : 0))
                .putInt(0x02014b50)
                .putShort((short) VERSION)
                .putShort((short) VERSION)
                .putShort((short) UTF8_NAMES)
                .putShort((short) method)
                .putShort((short) 0)
                .putShort((short) DATE)
                .putInt((int) crc)
                .putInt((int) (large ? MOST_32 : compressed))
                .putInt((int) (large ? MOST_32 : plain))
                .putShort((short) path.length)
                .putShort((short) (large ? 28 : 0))
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt((int) (large ? MOST_32 : offset))
                .put(path);
        if (large) {
            record.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(plain)
                    .putLong(compressed)
                    .putLong(offset);
        }
        directory.write(bytesOf(record));
        directoryBytes += record.capacity();
        entries++;
    }

    /** Writes the directory; nothing can be added after. */
    public void finish() throws IOException {
        directory.close();
        long start = position;
        try (var in = Files.newInputStream(directoryFile)) {
            position += in.transferTo(out);
        }
        boolean large = start >= MOST_32 || directoryBytes >= MOST_32 || entries >= MOST_16;
        if (large) {
            long end = position;
            write(buffer(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) VERSION)
                    .putShort((short) VERSION)
                    .putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(directoryBytes)
                    .putLong(start)
                    .array());
            write(buffer(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).array());
        }
        short count = (short) (large ? MOST_16 : entries);
        write(buffer(22)
                .putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count)
                .putInt((int) (large ? MOST_32 : directoryBytes))
                .putInt((int) (large ? MOST_32 : start))
                .putShort((short) 0)
                .array());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        directory.close();
        Files.deleteIfExists(directoryFile);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private static byte[] bytesOf(ByteBuffer filled) {
        byte[] bytes = new byte[filled.capacity()];
        filled.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
