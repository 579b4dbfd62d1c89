package dev.groundwork.kit.paging;

import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.InvalidRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PagingTest {

    @Test
    void a_cursor_gives_back_what_it_was_made_of() {
        var id = Ids.next();

        assertThat(Cursor.decodeUuid(Cursor.encode(id))).isEqualTo(id);
        assertThat(Cursor.decode(Cursor.encode("2026-01-31T09:00:00Z", "", "ü/+&="), 3))
                .containsExactly("2026-01-31T09:00:00Z", "", "ü/+&=");
        assertThat(Cursor.encode("ü/+&=")).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void no_cursor_is_the_first_page() {
        assertThat(Cursor.decodeUuid(null)).isNull();
        assertThat(Cursor.decodeUuid("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "YWJj", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2"})
    void a_cursor_of_something_else_is_refused(String cursor) {
        assertThatThrownBy(() -> Cursor.decodeUuid(cursor))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("invalid-cursor"));
        assertThatThrownBy(() -> Cursor.decode(Cursor.encode("one", "two"), 3)).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void a_page_knows_whether_another_follows() {
        assertThat(Page.of(List.of("a", "b", "c"), 2, row -> "after " + row))
                .isEqualTo(new Page<>(List.of("a", "b"), "after b"));
        assertThat(Page.of(List.of("a", "b"), 2, row -> "after " + row)).isEqualTo(new Page<>(List.of("a", "b"), null));
    }

    @Test
    void ids_sort_by_the_time_of_their_making() {
        UUID last = Ids.next();
        for (int i = 0; i < 10_000; i++) {
            var next = Ids.next();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.toString()).isGreaterThan(last.toString());
            last = next;
        }
    }
}
