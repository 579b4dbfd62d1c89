package dev.groundwork.task.media.strip;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.TestOgg;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.box;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.pngChunk;
import static dev.groundwork.task.media.TestMedia.riff;
import static dev.groundwork.task.media.TestMedia.riffChunk;
import static dev.groundwork.task.media.TestMedia.segment;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StripTest {

    private static final PixelLimit LIMIT = new PixelLimit(1_000_000);

    @TempDir
    Path folder;

    private byte @Nullable [] clean;

    @Nested
    class Jpeg {

        @Test
        void nothing_is_left_of_who_took_it_where_and_with_what() throws IOException {
            byte[] tagged = TestMedia.taggedJpeg(40, 20, 1);
            assertThat(holds(tagged, TestMedia.CAMERA)).isTrue();

            Stripped stripped = strip(MediaType.JPEG, tagged);

            for (String word :
                    new String[] {"Exif", TestMedia.CAMERA, "xmpmeta", "IPTC", "Ada", "ftypmp42", "41.385"}) {
                assertThat(holds(clean(), word)).as(word).isFalse();
            }
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(40, 20));
        }

        @Test
        void the_pixels_stay_to_the_bit() throws IOException {
            strip(MediaType.JPEG, TestMedia.taggedJpeg(40, 20, 1));

            assertThat(clean()).isEqualTo(TestMedia.jpeg(40, 20));
        }

        @Test
        void the_orientation_stays_as_the_only_tag_and_the_size_is_that_of_the_turned_picture() throws IOException {
            Stripped stripped = strip(MediaType.JPEG, TestMedia.taggedJpeg(40, 20, 6));

            assertThat(stripped.orientation()).isEqualTo(Orientation.TURNED_RIGHT);
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(20, 40));
            assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
            byte[] again = clean();
            assertThat(strip(MediaType.JPEG, again).orientation()).isEqualTo(Orientation.TURNED_RIGHT);
            assertThat(clean()).isEqualTo(again);
        }

        @Test
        void colour_profiles_stay() throws IOException {
            byte[] plain = TestMedia.jpeg(8, 8);
            byte[] profile = segment(0xe2, ascii("ICC_PROFILE\0\1\1 profile"));
            byte[] coloured = join(
                    slice(plain, 0, 20),
                    profile,
                    segment(0xe2, ascii("MPF\0 more pictures")),
                    slice(plain, 20, plain.length));

            strip(MediaType.JPEG, coloured);

            assertThat(clean()).isEqualTo(join(slice(plain, 0, 20), profile, slice(plain, 20, plain.length)));
        }

        @Test
        void one_that_was_broken_off_ends_where_it_ends() throws IOException {
            byte[] plain = TestMedia.jpeg(200, 200);

            strip(MediaType.JPEG, slice(plain, 0, plain.length - 100));

            assertThat(clean())
                    .isEqualTo(join(slice(plain, 0, plain.length - 100), new byte[] {(byte) 0xff, (byte) 0xd9}));
        }

        @Test
        void one_that_claims_billions_of_pixels_is_refused() {
            byte[] bomb = TestMedia.jpeg(8, 8);
            int frame = indexOf(bomb, (byte) 0xff, (byte) 0xc0);
            ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);

            assertRefused(MediaType.JPEG, bomb, Fault.TOO_MANY_PIXELS, "65000");
        }

        @Test
        void one_of_endless_scans_is_refused() {
            byte[] plain = TestMedia.jpeg(8, 8);
            int scan = indexOf(plain, (byte) 0xff, (byte) 0xda);
            byte[] scans = new byte[0];
            for (int i = 0; i < 200; i++) {
                scans = join(scans, slice(plain, scan, plain.length - 2));
            }

            assertRefused(MediaType.JPEG, join(slice(plain, 0, scan), scans), Fault.BROKEN, "scans");
        }
    }

    @Nested
    class Png {

        private final byte[] plain = TestMedia.png(30, 10);

        @Test
        void texts_times_and_exif_go_and_the_rest_stays_to_the_bit() throws IOException {
            byte[] gamma = pngChunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f});
            byte[] tagged = TestMedia.pngWith(
                    plain,
                    gamma,
                    pngChunk("tEXt", ascii("Author\0Ada")),
                    pngChunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>")),
                    pngChunk("tIME", new byte[7]),
                    pngChunk("eXIf", TestMedia.exif(1)),
                    pngChunk("prVt", ascii("Ada")));

            Stripped stripped = strip(MediaType.PNG, join(tagged, ascii("behind the end")));

            assertThat(clean()).isEqualTo(TestMedia.pngWith(plain, gamma));
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(30, 10));
        }

        @Test
        void an_orientation_stays_as_the_only_tag() throws IOException {
            Stripped stripped = strip(MediaType.PNG, TestMedia.pngWith(plain, pngChunk("eXIf", TestMedia.exif(8))));

            assertThat(stripped.orientation()).isEqualTo(Orientation.TURNED_LEFT);
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(10, 30));
            assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
            assertThat(TestMedia.read(clean()).getWidth()).isEqualTo(30);
        }

        @ParameterizedTest
        @CsvSource({"100000, 100000", "2000000, 1", "1, 70000", "1001, 1000"})
        void one_that_claims_too_many_pixels_is_refused(int width, int height) {
            byte[] bomb = plain.clone();
            ByteBuffer.wrap(bomb).putInt(16, width).putInt(20, height);

            assertRefused(MediaType.PNG, bomb, Fault.TOO_MANY_PIXELS, Integer.toString(width));
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 20, 40, 60})
        void one_that_is_cut_off_is_broken(int length) {
            assertRefused(MediaType.PNG, slice(plain, 0, length), Fault.BROKEN, "The file ends in the middle");
        }
    }

    @Nested
    class Gif {

        private final byte[] plain =
                TestMedia.written(TestMedia.corners(12, 6, BufferedImage.TYPE_BYTE_INDEXED), "gif");

        @Test
        void comments_and_notes_of_programs_go() throws IOException {
            int behindTable = 13 + (6 << (plain[10] & 7));
            byte[] comment = join(new byte[] {0x21, (byte) 0xfe, 3}, ascii("Ada"), new byte[1]);
            byte[] xmp = join(
                    new byte[] {0x21, (byte) 0xff, 11}, ascii("XMP DataXMP"), new byte[] {2}, ascii("<>"), new byte[1]);
            byte[] loop = join(new byte[] {0x21, (byte) 0xff, 11}, ascii("NETSCAPE2.0"), new byte[] {3, 1, 0, 0, 0});
            byte[] before = slice(plain, 0, behindTable);
            byte[] after = slice(plain, behindTable, plain.length);

            Stripped stripped = strip(MediaType.GIF, join(before, comment, xmp, loop, after, ascii("Ada again")));

            assertThat(clean()).isEqualTo(join(before, loop, after));
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(12, 6));
        }

        @Test
        void a_frame_that_is_larger_than_its_screen_is_a_picture_too_large() {
            int frame = 13 + (6 << (plain[10] & 7));
            while (plain[frame] != 0x2c) {
                frame++;
            }
            byte[] bomb = plain.clone();
            Arrays.fill(bomb, frame + 5, frame + 9, (byte) 0xff);

            assertRefused(MediaType.GIF, bomb, Fault.TOO_MANY_PIXELS, "65535");
        }
    }

    @Nested
    class Webp {

        private final byte[] simple = TestMedia.webp(300, 100, Color.ORANGE);

        @Test
        void a_simple_one_stays_as_it_is() throws IOException {
            Stripped stripped = strip(MediaType.WEBP, simple);

            assertThat(clean()).isEqualTo(simple);
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(300, 100));
        }

        @Test
        void exif_and_xmp_go_and_their_flags_with_them() throws IOException {
            byte[] pixels = slice(simple, 12, simple.length);
            byte[] tagged = riff(
                    "WEBP",
                    extended(0x08 | 0x04),
                    pixels,
                    riffChunk("EXIF", TestMedia.exif(1)),
                    riffChunk("XMP ", ascii("<x:xmpmeta/>")));

            strip(MediaType.WEBP, tagged);

            assertThat(clean()).isEqualTo(riff("WEBP", extended(0), pixels));
        }

        @Test
        void an_orientation_stays_as_the_only_tag() throws IOException {
            byte[] tagged = riff(
                    "WEBP", extended(0x08), slice(simple, 12, simple.length), riffChunk("EXIF", TestMedia.exif(3)));

            Stripped stripped = strip(MediaType.WEBP, tagged);

            assertThat(stripped.orientation()).isEqualTo(Orientation.UPSIDE_DOWN);
            assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
            assertThat(holds(clean(), "EXIF")).isTrue();
            byte[] again = clean();
            strip(MediaType.WEBP, again);
            assertThat(clean()).isEqualTo(again);
        }

        @Test
        void the_size_within_counts_as_much_as_the_one_without() {
            byte[] bomb = riff("WEBP", extended(0), slice(TestMedia.webp(16_000, 16_000, Color.RED), 12, 40));

            assertRefused(MediaType.WEBP, bomb, Fault.TOO_MANY_PIXELS, "16000");
        }

        private static byte[] extended(int flags) {
            return riffChunk("VP8X", new byte[] {(byte) flags, 0, 0, 0, 43, 1, 0, 99, 0, 0});
        }
    }

    @Nested
    class Sounds {

        @Test
        void notes_in_a_wav_go() throws IOException {
            byte[] plain = TestMedia.wav(8000, 1, 4000, TestMedia.sine(440, 8000, 0.5));
            byte[] tagged = riff(
                    "WAVE",
                    riffChunk("bext", ascii("recorded by Ada")),
                    slice(plain, 12, plain.length),
                    riffChunk("LIST", ascii("INFOIART\4\0\0\0Ada\0")),
                    riffChunk("id3 ", ascii("ID3 Ada")));

            Stripped stripped = strip(MediaType.WAV, join(tagged, ascii("TAG Ada")));

            assertThat(clean()).isEqualTo(plain);
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
        }

        @Test
        void a_wav_that_was_written_as_it_came_in_gets_its_length() throws IOException {
            byte[] plain = TestMedia.wav(8000, 1, 4000, i -> 0);
            byte[] streamed = plain.clone();
            Arrays.fill(streamed, 4, 8, (byte) 0xff);
            Arrays.fill(streamed, 40, 44, (byte) 0xff);

            Stripped stripped = strip(MediaType.WAV, streamed);

            assertThat(clean()).isEqualTo(plain);
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
        }

        @Test
        void tags_before_and_behind_an_mp3_go() throws IOException {
            byte[] plain = TestMedia.silentMp3(3);
            byte[] front = join(ascii("ID3"), new byte[] {4, 0, 0, 0, 0, 0, 20}, ascii("TPE1 Ada"), new byte[12]);
            byte[] old = Arrays.copyOf(ascii("TAG Ada"), 128);
            byte[] ape = join(
                    ascii("APETAGEX"),
                    new byte[] {(byte) 0xd0, 7, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                    new byte[8]);

            strip(MediaType.MP3, join(front, plain, ape, old));

            assertThat(clean()).isEqualTo(plain);
        }

        @Test
        void the_comments_of_an_ogg_are_emptied_where_they_stand() throws IOException {
            byte[] tagged = TestOgg.silentVorbis(251);
            assertThat(holds(tagged, TestOgg.COMMENT)).isTrue();

            Stripped stripped = strip(MediaType.OGG, tagged);

            assertThat(clean()).hasSameSizeAs(tagged);
            assertThat(holds(clean(), "Ada")).isFalse();
            assertThat(stripped.duration()).isEqualTo(Duration.ofSeconds(1));
            assertSumsAreRight(clean());
        }

        @Test
        void an_ogg_that_holds_something_else_is_of_no_known_kind() {
            byte[] page = new byte[40];
            System.arraycopy(ascii("OggS"), 0, page, 0, 4);
            page[5] = 2;
            page[26] = 1;
            page[27] = 12;

            assertRefused(MediaType.OGG, page, Fault.UNKNOWN_KIND, "neither Vorbis");
        }

        @Test
        void comments_and_pictures_of_a_flac_go() throws IOException {
            byte[] stream = new byte[34];
            ByteBuffer.wrap(stream).putLong(10, 8000L << 44 | 15L << 36 | 4000);
            byte[] sound = ascii("frames");
            byte[] tagged = join(
                    ascii("fLaC"),
                    new byte[] {0, 0, 0, 34},
                    stream,
                    new byte[] {4, 0, 0, 3},
                    ascii("Ada"),
                    new byte[] {(byte) 0x86, 0, 0, 3},
                    ascii("Ada"),
                    sound);

            Stripped stripped = strip(MediaType.FLAC, tagged);

            assertThat(clean()).isEqualTo(join(ascii("fLaC"), new byte[] {(byte) 0x80, 0, 0, 34}, stream, sound));
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
        }

        private static void assertSumsAreRight(byte[] ogg) {
            int at = 0;
            while (at < ogg.length) {
                int segments = ogg[at + 26] & 0xff;
                int length = 27 + segments;
                for (int i = 0; i < segments; i++) {
                    length += ogg[at + 27 + i] & 0xff;
                }
                byte[] page = slice(ogg, at, at + length);
                int said = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(22);
                ByteBuffer.wrap(page).putInt(22, 0);
                assertThat(said).isEqualTo(TestOgg.sum(page));
                at += length;
            }
        }

        @Test
        void an_mp3_of_tags_alone_is_broken() {
            byte[] front = join(ascii("ID3"), new byte[] {4, 0, 0, 0, 0, 0, 20}, new byte[20]);

            assertRefused(MediaType.MP3, front, Fault.BROKEN, "no sound");
        }
    }

    @Nested
    class Films {

        private final byte[] samples = ascii("film film film positions 41.385 film");

        @Test
        void user_data_goes_and_everything_else_keeps_its_place() throws IOException {
            byte[] film = film(box("udta", box("©xyz", ascii("+41.385+002.173/"))), new byte[0]);

            Stripped stripped = strip(MediaType.MP4, film);

            assertThat(clean()).hasSameSizeAs(film);
            assertThat(holds(clean(), "+41.385")).isFalse();
            assertThat(holds(clean(), "udta")).isFalse();
            assertThat(holds(clean(), "film film film")).isTrue();
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(640, 360));
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(2500));
        }

        @Test
        void a_track_of_positions_goes_with_its_samples() throws IOException {
            // The samples lie behind the head of 8 + 8 bytes and the box's own 8; the positions 15 bytes further on.
            byte[] positions = track("meta", tables(24 + 15, 16));

            strip(MediaType.MP4, film(new byte[0], positions));

            assertThat(holds(clean(), "positions")).isFalse();
            assertThat(holds(clean(), "41.385")).isFalse();
            assertThat(holds(clean(), "film film film ")).isTrue();
            assertThat(holds(clean(), " film")).isTrue();
        }

        @Test
        void one_without_its_table_was_cut_off() {
            byte[] cut = join(box("ftyp", ascii("isom\0\0\0\0")), box("mdat", samples));

            assertRefused(MediaType.MP4, cut, Fault.BROKEN, "cut off");
        }

        @Test
        void a_table_that_lies_is_broken() {
            byte[] lying = film(
                    new byte[0],
                    track(
                            "meta",
                            box(
                                    "stsz",
                                    ByteBuffer.allocate(12).putInt(8, 1_000_000).array())));

            assertThat(lying).isNotEmpty();
            byte[] more = film(
                    new byte[0],
                    track(
                            "meta",
                            join(
                                    box(
                                            "stsz",
                                            ByteBuffer.allocate(12)
                                                    .putInt(8, 1_000_000)
                                                    .array()),
                                    box(
                                            "stsc",
                                            ByteBuffer.allocate(20)
                                                    .putInt(4, 1)
                                                    .putInt(8, 1)
                                                    .putInt(12, 1_000_000)
                                                    .array()),
                                    box(
                                            "stco",
                                            ByteBuffer.allocate(12).putInt(4, 1).array()))));

            assertRefused(MediaType.MP4, more, Fault.BROKEN, "hold together");
        }

        private byte[] film(byte[] userData, byte[] furtherTrack) {
            byte[] mvhd =
                    ByteBuffer.allocate(100).putInt(12, 1000).putInt(16, 2500).array();
            return join(
                    box("ftyp", ascii("isom\0\0\0\0")),
                    box("mdat", samples),
                    box("moov", box("mvhd", mvhd), track("vide", new byte[0]), furtherTrack, userData));
        }

        private static byte[] track(String kind, byte[] tables) {
            byte[] tkhd = ByteBuffer.allocate(84)
                    .putInt(40, 0x10000)
                    .putInt(56, 0x10000)
                    .putInt(76, 640 << 16)
                    .putInt(80, 360 << 16)
                    .array();
            byte[] hdlr = ByteBuffer.allocate(24).put(8, ascii(kind)).array();
            return box("trak", box("tkhd", tkhd), box("mdia", box("hdlr", hdlr), box("minf", box("stbl", tables))));
        }

        private static byte[] tables(int at, int bytes) {
            return join(
                    box(
                            "stsz",
                            ByteBuffer.allocate(12)
                                    .putInt(4, bytes)
                                    .putInt(8, 1)
                                    .array()),
                    box(
                            "stsc",
                            ByteBuffer.allocate(20)
                                    .putInt(4, 1)
                                    .putInt(8, 1)
                                    .putInt(12, 1)
                                    .array()),
                    box(
                            "stco",
                            ByteBuffer.allocate(12).putInt(4, 1).putInt(8, at).array()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PDF", "TEXT"})
    void documents_stay_as_they_are(MediaType type) throws IOException {
        strip(type, ascii("%PDF-1.7 by Ada"));

        assertThat(clean()).isEqualTo(ascii("%PDF-1.7 by Ada"));
    }

    /** Whatever the bytes are, the answer is a clean file or a refusal in our own words. */
    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG", "GIF", "WEBP", "WAV", "MP3", "OGG", "FLAC", "MP4"})
    void bytes_changed_at_random_are_cleaned_or_refused(MediaType type) throws IOException {
        byte[] good =
                switch (type) {
                    case PNG -> TestMedia.pngWith(TestMedia.png(20, 20), pngChunk("eXIf", TestMedia.exif(6)));
                    case JPEG -> TestMedia.taggedJpeg(20, 20, 6);
                    case GIF -> TestMedia.written(TestMedia.corners(20, 20, BufferedImage.TYPE_BYTE_INDEXED), "gif");
                    case WEBP -> TestMedia.webp(20, 20, Color.RED);
                    case WAV -> TestMedia.wav(8000, 2, 50, i -> 0.1);
                    case MP3 -> TestMedia.silentMp3(2);
                    case OGG -> TestOgg.silentVorbis(3);
                    case FLAC ->
                        join(
                                ascii("fLaC"),
                                new byte[] {0, 0, 0, 34},
                                new byte[34],
                                new byte[] {(byte) 132, 0, 0, 3},
                                ascii("Ada"));
                    default ->
                        join(
                                box("ftyp", ascii("isom\0\0\0\0")),
                                box("moov", box("mvhd", new byte[100]), box("udta", ascii("Ada"))));
                };
        var random = new Random(42);
        for (int round = 0; round < 100; round++) {
            byte[] changed = Arrays.copyOf(good, round % 3 == 0 ? random.nextInt(good.length) + 1 : good.length);
            for (int i = 0; i < 4; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                strip(type, changed);
            } catch (UnusableMedium refused) {
                assertThat(refused).hasMessageMatching("[A-Z].*");
            }
        }
    }

    private Stripped strip(MediaType type, byte[] bytes) throws IOException {
        Path from = Files.write(folder.resolve("from"), bytes);
        Path to = folder.resolve("to");
        Stripped stripped = Strip.strip(type, from, to, LIMIT);
        clean = Files.readAllBytes(to);
        return stripped;
    }

    private byte[] clean() {
        return Objects.requireNonNull(clean);
    }

    private void assertRefused(MediaType type, byte[] bytes, Fault fault, String word) {
        assertThatThrownBy(() -> strip(type, bytes))
                .isInstanceOfSatisfying(UnusableMedium.class, refused -> assertThat(refused.fault())
                        .isEqualTo(fault))
                .hasMessageContaining(word);
    }

    private static int indexOf(byte[] bytes, byte one, byte two) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == one && bytes[i + 1] == two) {
                return i;
            }
        }
        throw new IllegalArgumentException("there are no such bytes");
    }
}
