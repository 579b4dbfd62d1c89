package dev.groundwork.task.export.format;

import java.util.HashSet;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImagesTest {

    private final Images images = new Images();

    @Test
    void keep_a_plain_name_and_its_extension() {
        assertThat(images.name("IMG_001.JPG", "https://example.org/x").file()).isEqualTo("IMG_001.JPG");
        assertThat(images.name("IMG_002", "https://example.org/a/b.png?size=2#top")
                        .file())
                .isEqualTo("IMG_002.png");
        assertThat(images.name("IMG_003", "media:0198c0de-0000-7000-8000-00000000000a")
                        .file())
                .isEqualTo("IMG_003");
    }

    @Test
    void cannot_leave_their_folder() {
        assertThat(images.name("../../etc/passwd", "").stem()).matches("_\\._\\.\\._etc_passwd-[0-9a-f]{16}");
        assertThat(images.name("..", "").stem()).startsWith("_");
        assertThat(images.name("a\nb\0c", "").file()).matches("a_b_c-[0-9a-f]{16}");
        assertThat(images.name("x".repeat(300), "").file()).hasSizeLessThan(120);
    }

    @Test
    void are_not_alike_where_one_is_named_as_another_would_be() {
        String stem = new Images().name("a b", "").stem();

        assertThat(images.name(stem, "").stem()).isEqualTo(stem);
        assertThat(images.name("a b", "").stem()).isEqualTo(stem + "-2");
    }

    @Test
    void are_never_alike() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 5_000; i++) {
            assertThat(seen.add(images.name("img " + i, "").stem())).isTrue();
            assertThat(seen.add(images.name("img" + i + ".jpg", "").stem())).isTrue();
            assertThat(seen.add(images.name("img" + i + ".png", "").stem())).isTrue();
            assertThat(seen.add(images.name("IMG" + i, "").stem().toLowerCase(Locale.ROOT)))
                    .isTrue();
        }
    }
}
