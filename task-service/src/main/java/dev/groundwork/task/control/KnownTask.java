package dev.groundwork.task.control;

import java.util.UUID;

/** A task whose right answer is known. */
public record KnownTask(long position, UUID taskId) {}
