package dev.groundwork.task.result;

import java.time.Duration;

import jakarta.validation.constraints.Positive;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often results are made. */
@ConfigMapping(prefix = "groundwork.result")
public interface ResultConfig {

    /** The least time between two rounds over one job; a reader of a small job does not wait for them. */
    @WithDefault("5s")
    Duration jobEvery();

    /** The time without new answers after which a job is learned anew, if some came since it was. */
    @WithDefault("1m")
    Duration learnAfter();

    /** Jobs with so many answers at most are learned anew while their results are read. */
    @WithDefault("10000")
    @Positive int answersOfSmallJob();

    /** How much memory what was learned may take; the last job is remembered in any case. */
    @WithDefault("96M")
    MemorySize memoryOfModels();

    /** Of lessons that take more memory, one takes place at a time. */
    @WithDefault("32M")
    MemorySize largeLesson();
}
