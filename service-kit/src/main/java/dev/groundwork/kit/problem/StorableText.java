package dev.groundwork.kit.problem;

import java.io.IOException;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** PostgreSQL stores every character but U+0000: a request that holds it is refused by name, and never reaches a statement. */
@Singleton
class StorableText implements ObjectMapperCustomizer {

    static final String REFUSAL = "may not hold the character U+0000; remove it";

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("storable-text").addDeserializer(String.class, new Reader()));
    }

    @ServerRequestFilter(preMatching = true)
    public void refuse(ContainerRequestContext request) {
        if (request.getUriInfo().getRequestUri().toString().contains("%00")) {
            throw new InvalidRequest("invalid-request", "The address of the request " + REFUSAL + ".");
        }
    }

    private static final class Reader extends StringDeserializer {

        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            // An empty string coerced to null comes back as null.
            if (text != null && text.indexOf('\u0000') >= 0) {
                throw new InvalidFormatException(parser, REFUSAL, text, String.class);
            }
            return text;
        }
    }
}
