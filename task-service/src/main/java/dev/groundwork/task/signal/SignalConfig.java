package dev.groundwork.task.signal;

import java.time.Duration;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How jobs are searched for signs of spam and collusion. */
@ConfigMapping(prefix = "groundwork.signal")
public interface SignalConfig {

    /** How many answers are looked at together, about: a sign that is spread over more is found in none of the parts. */
    @WithDefault("20000")
    @Positive int windowAnswers();

    /** How many characters of answers are looked at together, about; the answers to one task are never parted. */
    @WithDefault("32000000")
    @Positive long windowCharacters();

    /** Of a task with more answers, so many are looked at. */
    @WithDefault("64")
    @Positive int mostAnswersOfTask();

    /** How long one search goes on before the rest waits for the next. */
    @WithDefault("10S")
    Duration budget();

    /** How long a job is searched for after its end: answers may still be decided on. */
    @WithDefault("P14D")
    Duration afterEnd();

    /** Below this time an answer is too fast, unless the job's TaskSpec states a longer one. */
    @WithDefault("1S")
    Duration speedFloor();
}
