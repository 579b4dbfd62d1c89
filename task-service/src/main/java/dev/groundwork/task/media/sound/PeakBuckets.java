package dev.groundwork.task.media.sound;

import java.util.Arrays;

/**
 * The lowest and highest sample of each of some thousand equal stretches of a recording whose length is not known before its end: when
 * there are too many stretches, every two become one.
 */
final class PeakBuckets {

    private final int most;
    private final int channels;
    private final float[] lows;
    private final float[] highs;

    private int complete;
    private long samplesPerBucket = 1;
    private long inLast;
    private long samples;

    /** @param most how many stretches at most; even, and at least half as many come out of a recording that has enough samples */
    PeakBuckets(int most, int channels) {
        this.most = most;
        this.channels = channels;
        this.lows = new float[most * channels];
        this.highs = new float[most * channels];
        empty(0);
    }

    /** @param from one sample of each channel, then the next of each */
    void add(float[] from, int count) {
        for (int i = 0; i < count; i++) {
            int bucket = complete * channels;
            for (int channel = 0; channel < channels; channel++) {
                float sample = from[i * channels + channel];
                lows[bucket + channel] = Math.min(lows[bucket + channel], sample);
                highs[bucket + channel] = Math.max(highs[bucket + channel], sample);
            }
            samples++;
            if (++inLast == samplesPerBucket) {
                next();
            }
        }
    }

    /** {@return how many samples of each channel there were} */
    long samples() {
        return samples;
    }

    long samplesPerBucket() {
        return samplesPerBucket;
    }

    /** {@return how many stretches there are, the last of them perhaps shorter than the others} */
    int size() {
        return complete + (inLast > 0 ? 1 : 0);
    }

    float low(int bucket, int channel) {
        return lows[bucket * channels + channel];
    }

    float high(int bucket, int channel) {
        return highs[bucket * channels + channel];
    }

    private void next() {
        inLast = 0;
        complete++;
        if (complete == most) {
            for (int bucket = 0; bucket < most / 2; bucket++) {
                for (int channel = 0; channel < channels; channel++) {
                    int one = 2 * bucket * channels + channel;
                    int other = one + channels;
                    lows[bucket * channels + channel] = Math.min(lows[one], lows[other]);
                    highs[bucket * channels + channel] = Math.max(highs[one], highs[other]);
                }
            }
            complete = most / 2;
            samplesPerBucket *= 2;
        }
        empty(complete);
    }

    private void empty(int bucket) {
        Arrays.fill(lows, bucket * channels, (bucket + 1) * channels, Float.POSITIVE_INFINITY);
        Arrays.fill(highs, bucket * channels, (bucket + 1) * channels, Float.NEGATIVE_INFINITY);
    }
}
