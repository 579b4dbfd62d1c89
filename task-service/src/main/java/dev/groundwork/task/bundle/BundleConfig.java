package dev.groundwork.task.bundle;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many pages requesters may keep. Those that published jobs are drawn by do not count: they cannot be deleted. */
@ConfigMapping(prefix = "groundwork.bundles")
interface BundleConfig {

    /** The most pages of one requester that no published job of theirs is drawn by. */
    @WithDefault("100")
    @Positive int mostUnused();

    /** The most bytes that these have together. */
    @WithDefault("33554432")
    @Positive long mostUnusedBytes();

    /** How many pages are read at once; each takes a few times its length of the memory. */
    @WithDefault("8")
    @Positive int concurrent();
}
