package dev.groundwork.task.answerfile;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much workers may upload; one file is bounded as every medium is. */
@ConfigMapping(prefix = "groundwork.answer-files")
interface AnswerFileConfig {

    /** The most files of one answer. */
    @WithDefault("20")
    @Positive int mostFiles();

    /** The most bytes of the files of one answer. */
    @WithDefault("104857600")
    @Positive long mostBytes();

    /** The most bytes that one worker uploads in 24 hours, also of what they remove again. */
    @WithDefault("1073741824")
    @Positive long mostBytesPerDay();
}
