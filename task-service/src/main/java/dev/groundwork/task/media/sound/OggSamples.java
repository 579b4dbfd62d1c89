package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.groundwork.task.media.strip.UnusableMedium;

/** Ogg with a sound in it, Vorbis or Opus. */
final class OggSamples {

    private OggSamples() {}

    static Samples in(InputStream in) throws IOException {
        var packets = new OggPackets(in);
        if (packets.next()) {
            var first = packets.packet();
            int length = Math.min(first.bytes, 8);
            String signature = new String(first.packet_base, first.packet, length, StandardCharsets.ISO_8859_1);
            if (signature.startsWith("\1vorbis")) {
                return new VorbisSamples(packets);
            }
            if (signature.equals("OpusHead")) {
                return new OpusSamples(packets);
            }
        }
        throw UnusableMedium.broken("The Ogg file does not begin with a sound in Vorbis or Opus");
    }
}
