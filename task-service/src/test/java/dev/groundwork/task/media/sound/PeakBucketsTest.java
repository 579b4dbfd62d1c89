package dev.groundwork.task.media.sound;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PeakBucketsTest {

    @Test
    void few_samples_are_each_their_own_peak() {
        var buckets = new PeakBuckets(8, 1);

        buckets.add(new float[] {0.5f, -0.25f, 0}, 3);

        assertThat(buckets.size()).isEqualTo(3);
        assertThat(buckets.samplesPerBucket()).isEqualTo(1);
        assertThat(buckets.low(1, 0)).isEqualTo(-0.25f);
        assertThat(buckets.high(1, 0)).isEqualTo(-0.25f);
    }

    @Test
    void many_samples_share_peaks_and_the_last_may_be_short() {
        var buckets = new PeakBuckets(4, 1);
        var samples = new float[11];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i;
        }

        buckets.add(samples, samples.length);

        assertThat(buckets.samplesPerBucket()).isEqualTo(4);
        assertThat(buckets.size()).isEqualTo(3);
        assertThat(buckets.low(1, 0)).isEqualTo(4);
        assertThat(buckets.high(1, 0)).isEqualTo(7);
        assertThat(buckets.low(2, 0)).isEqualTo(8);
        assertThat(buckets.high(2, 0)).isEqualTo(10);
    }

    @Test
    void channels_do_not_mix() {
        var buckets = new PeakBuckets(2, 2);

        buckets.add(new float[] {1, -1, 0.5f, -0.5f, 0.25f, -0.25f, 0, 0}, 4);

        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            assertThat(buckets.low(bucket, 0)).isNotNegative();
            assertThat(buckets.high(bucket, 1)).isNotPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 5000, 100_000, 1_000_003})
    void however_long_it_is_there_are_enough_and_not_too_many(int samples) {
        var buckets = new PeakBuckets(4096, 1);

        for (int i = 0; i < samples; i++) {
            buckets.add(new float[] {0.1f}, 1);
        }

        assertThat(buckets.samples()).isEqualTo(samples);
        assertThat(buckets.size()).isBetween(2048, 4095);
        assertThat((long) buckets.size() * buckets.samplesPerBucket()).isGreaterThanOrEqualTo(samples);
    }
}
