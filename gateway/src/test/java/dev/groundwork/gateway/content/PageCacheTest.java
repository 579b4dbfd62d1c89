package dev.groundwork.gateway.content;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PageCacheTest {

    private final PageCache pages = new PageCache(10);

    @Test
    void those_shown_last_are_kept_as_long_as_there_is_room() {
        pages.keep("a", page(4));
        pages.keep("b", page(4));
        assertThat(pages.get("a")).isNotNull();
        pages.keep("c", page(4));

        assertThat(pages.get("b")).isNull();
        assertThat(pages.get("a")).isNotNull();
        assertThat(pages.get("c")).isNotNull();
    }

    @Test
    void a_page_that_is_kept_again_takes_its_room_once() {
        pages.keep("a", page(5));
        pages.keep("b", page(5));
        pages.keep("b", page(5));
        assertThat(pages.get("a")).isNotNull();
    }

    @Test
    void a_page_for_which_there_is_no_room_is_not_kept() {
        pages.keep("a", page(11));
        assertThat(pages.get("a")).isNull();
        pages.keep("b", page(10));
        assertThat(pages.get("b")).isNotNull();
    }

    private static ServedPage page(int bytes) {
        return new ServedPage(
                Buffer.buffer(new byte[bytes - 1]), Buffer.buffer(new byte[1]), EntityTag.of(new byte[0]));
    }
}
