package dev.groundwork.task.agreement;

import java.time.Duration;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What looking at agreement may cost. */
@ConfigMapping(prefix = "groundwork.agreement")
public interface AgreementConfig {

    /** How many answers of a job are read at most, in the order of its tasks; a look at more says that it is not complete. */
    @WithDefault("3000000")
    @Positive int mostAnswers();

    /** How many pairs of answers are compared at most for one property whose values are no labels, by an even sample of tasks. */
    @WithDefault("100000")
    @Positive int mostComparisons();

    /** How many bytes the looks that are remembered may take together. */
    @WithDefault("50000000")
    @PositiveOrZero long memoryBytes();

    /** How long a request waits for a look that is being taken, before the caller is asked to come back. */
    @WithDefault("8S")
    Duration patience();

    /** Jobs with more answers than this are answered from the last look while the next one is taken. */
    @WithDefault("50000")
    @PositiveOrZero long promptAnswers();

    /** A look stands for so many times as long as it took, whatever was answered meanwhile. */
    @WithDefault("20")
    @PositiveOrZero int restFactor();

    /** How old a look may be while nothing was decided or submitted: an answer may have been corrected in its grace time. */
    @WithDefault("5M")
    Duration longestLife();
}
