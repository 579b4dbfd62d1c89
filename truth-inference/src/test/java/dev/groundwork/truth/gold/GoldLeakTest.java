package dev.groundwork.truth.gold;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GoldLeakTest {

    @Test
    void agrees_with_fishers_tea_tasting() {
        var leak = GoldLeak.compare(3, 4, 1, 4);

        assertThat(leak.chance()).isCloseTo(17 / 70.0, within(1e-12));
        assertThat(leak.suspected()).isFalse();
    }

    @Test
    void suspects_workers_who_know_only_the_old_control_tasks() {
        var leak = GoldLeak.compare(196, 200, 150, 200);

        assertThat(leak.suspected()).isTrue();
        assertThat(leak.oldAccuracy()).isEqualTo(0.98);
        assertThat(leak.freshAccuracy()).isEqualTo(0.75);
    }

    @Test
    void suspects_nobody_who_is_as_good_or_better_on_fresh_ones() {
        assertThat(GoldLeak.compare(80, 100, 81, 100).suspected()).isFalse();
        assertThat(GoldLeak.compare(10, 100, 90, 100).chance()).isCloseTo(1, within(1e-9));
    }

    @Test
    void knows_nothing_without_answers() {
        assertThat(GoldLeak.compare(0, 0, 5, 9)).isEqualTo(new GoldLeak(0, 5 / 9.0, 1));
        assertThatThrownBy(() -> GoldLeak.compare(2, 1, 0, 0)).hasMessage("2 right of 1 answers");
    }
}
