package dev.groundwork.task.time;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpentTimeTest {

    @Test
    void a_report_counts_where_nothing_is_measured_up_to_the_wall() {
        var time = SpentTime.NONE.reported(50, 20);

        assertThat(time).isEqualTo(new SpentTime(TimeBasis.REPORTED, 20, 0, 50L));
    }

    @Test
    void a_report_never_takes_time_away() {
        assertThat(SpentTime.NONE.reported(10, 20).reported(3, 25).activeSeconds())
                .isEqualTo(10);
    }

    @Test
    void what_is_measured_counts_and_the_report_stands_beside_it() {
        var time = SpentTime.NONE.measured(12_900, 60_000).reported(50, 60);

        assertThat(time).isEqualTo(new SpentTime(TimeBasis.MEASURED, 12, 12_900, 50L));
    }

    @Test
    void from_the_first_measure_on_the_report_no_longer_counts() {
        assertThat(SpentTime.NONE.reported(50, 60).measured(4_000, 60_000))
                .isEqualTo(new SpentTime(TimeBasis.MEASURED, 4, 4_000, 50L));
    }

    @Test
    void measured_time_adds_up_by_milliseconds_and_never_passes_the_wall() {
        var time = SpentTime.NONE.measured(600, 2_000).measured(600, 2_000);

        assertThat(time.activeSeconds()).isEqualTo(1);
        assertThat(time.measured(5_000, 2_000)).isEqualTo(new SpentTime(TimeBasis.MEASURED, 2, 2_000, null));
    }

    @Test
    void a_report_replaces_the_wall_and_leaves_a_correction_alone() {
        assertThat(SpentTime.NONE.handedIn(33).reported(7, 33)).isEqualTo(new SpentTime(TimeBasis.REPORTED, 7, 0, 7L));
        var corrected = new SpentTime(TimeBasis.CORRECTED, 40, 2_000, null);
        assertThat(corrected.reported(50, 60)).isEqualTo(new SpentTime(TimeBasis.CORRECTED, 40, 2_000, 50L));
        assertThat(corrected.measured(1_000, 60_000)).isEqualTo(new SpentTime(TimeBasis.CORRECTED, 40, 3_000, null));
        assertThat(corrected.handedIn(60)).isEqualTo(corrected);
    }

    @Test
    void the_wall_stands_in_where_nothing_is_known() {
        assertThat(SpentTime.NONE.handedIn(33)).isEqualTo(new SpentTime(TimeBasis.WALL, 33, 0, null));
        assertThat(SpentTime.NONE.reported(7, 33).handedIn(33).basis()).isEqualTo(TimeBasis.REPORTED);
        assertThat(SpentTime.NONE.measured(0, 33_000).handedIn(33))
                .isEqualTo(new SpentTime(TimeBasis.MEASURED, 0, 0, null));
    }
}
