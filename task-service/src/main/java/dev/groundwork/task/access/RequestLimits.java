package dev.groundwork.task.access;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;

/**
 * Bounds what one JSON body may take of the memory. The server lets bodies of gigabytes pass for the sake of streamed
 * uploads, which are not read by this mapper.
 */
@Singleton
class RequestLimits implements ObjectMapperCustomizer {

    private static final long MOST_CHARACTERS = 1024 * 1024;

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MOST_CHARACTERS)
                        .maxNestingDepth(200)
                        .build());
    }
}
