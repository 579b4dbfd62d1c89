package dev.groundwork.task.media;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=2-5, 2, 5",
        "bytes=4-, 4, 9",
        "bytes=-3, 7, 9",
        "bytes=-30, 0, 9",
        "bytes=8-99, 8, 9"
    })
    void a_range_is_cut_to_what_there_is(String header, long from, long to) {
        assertThat(ByteRange.asked(header, 10)).isEqualTo(new ByteRange.Part(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"})
    void what_is_no_single_range_gets_the_whole(String header) {
        assertThat(ByteRange.asked(header, 10)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
    void a_range_behind_the_end_is_outside(String header) {
        assertThat(ByteRange.asked(header, 10)).isEqualTo(new ByteRange.Outside());
    }

    @Test
    void without_a_header_everything_is_asked_for() {
        assertThat(ByteRange.asked(null, 10)).isEqualTo(new ByteRange.Whole());
    }
}
