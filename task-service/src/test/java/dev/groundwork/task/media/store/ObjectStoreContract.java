package dev.groundwork.task.media.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.groundwork.task.media.ObjectStore;
import dev.groundwork.task.media.ObjectStore.StoredObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store does, whichever it is: the features that use one cannot tell. */
abstract class ObjectStoreContract {

    /** More than the largest piece that a store keeps in memory or sends at once. */
    private static final int LARGE = 17 * 1024 * 1024 + 11;

    private final String folder = "test/" + UUID.randomUUID();

    @TempDir
    Path files;

    abstract ObjectStore store();

    @Test
    void what_was_put_is_there() throws IOException {
        String key = put("a/b.txt", "What a lovely day");

        assertThat(text(store().open(key))).isEqualTo("What a lovely day");
        assertThat(store().size(key)).hasValue(17);
    }

    @Test
    void a_part_has_the_bytes_that_were_asked_for() throws IOException {
        String key = put("part", "What a lovely day");

        assertThat(text(store().open(key, 7, 6))).isEqualTo("lovely");
        assertThat(text(store().open(key, 14, 100))).isEqualTo("day");
    }

    @Test
    void the_last_one_put_under_a_key_counts() throws IOException {
        String key = put("again", "one");

        put("again", "two and more");

        assertThat(text(store().open(key))).isEqualTo("two and more");
    }

    @Test
    void nothing_at_all_may_be_kept_too() throws IOException {
        String key = put("empty", "");

        assertThat(text(store().open(key))).isEmpty();
        assertThat(store().size(key)).hasValue(0);
    }

    @Test
    void a_large_file_and_a_long_stream_come_back_whole() throws IOException {
        var bytes = new byte[LARGE];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(files.resolve("large"), bytes);

        store().put(folder + "/file", file);
        store().put(folder + "/stream", new ByteArrayInputStream(bytes));

        for (String name : List.of("file", "stream")) {
            String key = folder + "/" + name;
            assertThat(store().size(key)).hasValue(LARGE);
            try (InputStream whole = store().open(key);
                    InputStream end = store().open(key, LARGE - 100, 100)) {
                assertThat(whole.readAllBytes()).isEqualTo(bytes);
                assertThat(end.readAllBytes()).hasSize(100).endsWith(bytes[LARGE - 1]);
            }
        }
    }

    @Test
    void a_stream_that_breaks_off_leaves_nothing() throws IOException {
        String key = folder + "/broken";
        var broken = new BreakingOff(LARGE);

        assertThatThrownBy(() -> store().put(key, broken)).hasMessageContaining("broken off");

        assertThat(store().size(key)).isEmpty();
    }

    @Test
    void what_is_not_there_is_said_to_be_missing() throws IOException {
        String key = folder + "/nothing";

        assertThat(store().size(key)).isEmpty();
        assertThatThrownBy(() -> store().open(key)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().open(key, 3, 5)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void deleting_removes_and_may_be_repeated() throws IOException {
        String key = put("gone", "soon");

        store().delete(key);
        store().delete(key);

        assertThat(store().size(key)).isEmpty();
    }

    @Test
    void a_list_has_the_objects_of_a_prefix_page_by_page() throws IOException {
        put("list/b", "22");
        put("list/a", "1");
        put("list/c/d", "333");
        put("other", "4");

        var first = store().list(folder + "/list/", null, 2);
        var second = store().list(folder + "/list/", first.getLast().key(), 2);

        assertThat(first)
                .containsExactly(new StoredObject(folder + "/list/a", 1), new StoredObject(folder + "/list/b", 2));
        assertThat(second).containsExactly(new StoredObject(folder + "/list/c/d", 3));
        assertThat(store().list(folder + "/o", null, 10))
                .extracting(StoredObject::key)
                .containsExactly(folder + "/other");
        assertThat(store().list(folder + "/nothing", null, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alone", "/a/b", "a//b", "a/../b", "a/.hidden", "a/b/", "a/b c", "a/ü"})
    void a_key_has_a_plain_shape(String key) {
        assertThatThrownBy(() -> store().open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().put(key, InputStream.nullInputStream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    private String put(String name, String text) throws IOException {
        String key = folder + "/" + name;
        store().put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return key;
    }

    private static String text(InputStream bytes) throws IOException {
        try (bytes) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
