package dev.groundwork.task.media;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How large a medium may be.
 *
 * @param mostBytes of one medium, of any kind
 * @param mostPixels of one picture
 */
@Schema(examples = "{\"mostBytes\": 26214400, \"mostPixels\": 64000000}")
record MediaLimits(long mostBytes, long mostPixels) {}
