package dev.groundwork.kit.problem;

import java.io.IOException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a request by the name of the field whose text cannot be stored, before it reaches a statement. */
@Singleton
class StorableTextFilter implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("storable-text").addDeserializer(String.class, new Reader()));
    }

    @ServerRequestFilter(preMatching = true)
    public void refuse(HttpServerRequest request) {
        // The address as it was sent: to make a URI of it for each request is dear. With the character as it is in it,
        // an address is none, and has been refused.
        if (request.uri().contains("%00")) {
            throw new InvalidRequest(
                    "invalid-request",
                    "The address of the request holds the character U+0000, which cannot be stored.");
        }
    }

    private static final class Reader extends StringDeserializer {

        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            // An empty string coerced to null comes back as null.
            String fault = text == null ? null : StorableText.faultOf(text);
            if (fault != null) {
                throw new InvalidFormatException(parser, fault, text, String.class);
            }
            return text;
        }
    }
}
