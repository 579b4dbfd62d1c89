package dev.groundwork.task.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of media that may be uploaded, told by their bytes and never by what the sender says. */
public enum MediaType {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg"),
    GIF("image/gif", "gif"),
    WEBP("image/webp", "webp"),
    MP3("audio/mpeg", "mp3"),
    WAV("audio/wav", "wav"),
    OGG("audio/ogg", "ogg"),
    FLAC("audio/flac", "flac"),
    M4A("audio/mp4", "m4a"),
    MP4("video/mp4", "mp4"),
    PDF("application/pdf", "pdf"),
    TEXT("text/plain;charset=UTF-8", "txt");

    static final String IN_WORDS = "PNG, JPEG, GIF, WebP, MP3, WAV, Ogg, FLAC, M4A, MP4, PDF, plain text in UTF-8";

    /** As many first bytes are enough to tell. */
    static final int HEAD_BYTES = 64;

    private final String name;
    private final String extension;

    MediaType(String name, String extension) {
        this.name = name;
        this.extension = extension;
    }

    /** {@return the name for {@code Content-Type}} */
    String contentType() {
        return name;
    }

    /** {@return what the name of such a file ends in, without the dot} */
    String extension() {
        return extension;
    }

    public boolean isPicture() {
        return name.startsWith("image/");
    }

    public boolean isSound() {
        return name.startsWith("audio/");
    }

    /** @throws IllegalArgumentException for what {@link #contentType} of no type says */
    static MediaType ofContentType(String contentType) {
        for (MediaType type : values()) {
            if (type.name.equals(contentType)) {
                return type;
            }
        }
        throw new IllegalArgumentException("not a type of media: " + contentType);
    }

    /**
     * Tells the type by the first bytes; text is everything that has no signature, and its bytes have to be checked to
     * the end.
     *
     * @param length how many bytes of {@code head} there are
     */
    static Optional<MediaType> of(byte[] head, int length) {
        if (starts(head, length, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Optional.of(PNG);
        }
        if (starts(head, length, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        if (startsWithText(head, length, 0, "GIF87a") || startsWithText(head, length, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (startsWithText(head, length, 0, "RIFF") && startsWithText(head, length, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        if (startsWithText(head, length, 0, "RIFF") && startsWithText(head, length, 8, "WAVE")) {
            return Optional.of(WAV);
        }
        if (startsWithText(head, length, 0, "OggS")) {
            return Optional.of(OGG);
        }
        if (startsWithText(head, length, 0, "ID3") || isMpegAudioFrame(head, length)) {
            return Optional.of(MP3);
        }
        if (startsWithText(head, length, 0, "fLaC")) {
            return Optional.of(FLAC);
        }
        if (startsWithText(head, length, 4, "ftypM4A ")) {
            return Optional.of(M4A);
        }
        if (startsWithText(head, length, 4, "ftyp") && !isPicture(head, length)) {
            return Optional.of(MP4);
        }
        if (startsWithText(head, length, 0, "%PDF-")) {
            return Optional.of(PDF);
        }
        for (int i = 0; i < length; i++) {
            if (!isTextByte(head[i])) {
                return Optional.empty();
            }
        }
        return length == 0 ? Optional.empty() : Optional.of(TEXT);
    }

    /** {@return whether a byte may stand in a text: no control character but tab, line feed, form feed, return} */
    static boolean isTextByte(byte value) {
        int unsigned = value & 0xff;
        return (unsigned >= 0x20 && unsigned != 0x7f)
                || unsigned == '\t'
                || unsigned == '\n'
                || unsigned == '\r'
                || unsigned == '\f';
    }

    /** Eleven bits of synchronisation, then a version and layer that exist. */
    private static boolean isMpegAudioFrame(byte[] head, int length) {
        if (length < 4 || (head[0] & 0xff) != 0xff || (head[1] & 0xe0) != 0xe0) {
            return false;
        }
        int version = head[1] >> 3 & 3;
        int layer = head[1] >> 1 & 3;
        int bitrate = head[2] >> 4 & 15;
        int rate = head[2] >> 2 & 3;
        return version != 1 && layer == 1 && bitrate != 15 && bitrate != 0 && rate != 3;
    }

    /** HEIC and AVIF pictures come in the same box as MP4. */
    private static boolean isPicture(byte[] head, int length) {
        return startsWithText(head, length, 8, "heic")
                || startsWithText(head, length, 8, "mif1")
                || startsWithText(head, length, 8, "avif");
    }

    private static boolean startsWithText(byte[] head, int length, int from, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        if (length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (head[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] head, int length, int from, int... expected) {
        if (length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[from + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
