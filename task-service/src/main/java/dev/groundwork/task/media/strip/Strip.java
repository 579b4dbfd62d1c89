package dev.groundwork.task.media.strip;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.groundwork.task.media.MediaType;

/** Takes out of a file what it tells beside its picture or sound, without touching those. */
public final class Strip {

    private Strip() {}

    /**
     * Writes the file anew, clean. A clean file comes out as it was, to the bit.
     *
     * <p>Documents and texts stay as they are: what they say is what they are shown for.
     *
     * @param from what was uploaded, of a known type
     * @param to overwritten when it exists
     * @throws UnusableMedium when the file does not hold together or unfolds into too much
     */
    public static Stripped strip(MediaType type, Path from, Path to, PixelLimit limit) throws IOException {
        try {
            return switch (type) {
                case MP4, M4A -> {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                    yield Mp4Strip.strip(to, limit);
                }
                case PDF, TEXT -> {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                    yield Stripped.plain();
                }
                default -> {
                    try (var in = Bytes.of(from);
                            OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 64 * 1024)) {
                        yield rewritten(type, from, in, out, limit);
                    }
                }
            };
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException nonsense) {
            // A length or place in the file that cannot be.
            throw UnusableMedium.broken("The file does not hold together", nonsense);
        }
    }

    private static Stripped rewritten(MediaType type, Path from, Bytes in, OutputStream out, PixelLimit limit)
            throws IOException {
        return switch (type) {
            case JPEG -> JpegStrip.strip(in, out, limit);
            case PNG -> PngStrip.strip(in, out, limit);
            case GIF -> GifStrip.strip(in, out, limit);
            case WEBP -> RiffStrip.stripWebp(from, out, limit);
            case WAV -> RiffStrip.stripWav(from, out);
            case MP3 -> Mp3Strip.strip(from, out);
            case OGG -> OggStrip.strip(in, out);
            case FLAC -> FlacStrip.strip(in, out);
            case MP4, M4A, PDF, TEXT -> throw new IllegalStateException(type + " is not rewritten");
        };
    }
}
