package dev.groundwork.task.aggregation;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one worker answered to one task.
 *
 * @param answer the whole answer, or the value of one of its properties
 */
public record Given(UUID worker, JsonNode answer) {}
