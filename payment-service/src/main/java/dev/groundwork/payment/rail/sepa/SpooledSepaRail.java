package dev.groundwork.payment.rail.sepa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;

/** Files of SEPA credit transfers that go to the bank by a folder, from which a channel of the bank takes them. */
class SpooledSepaRail extends SepaRail implements SendingRail {

    /** The number of transfers stands within it. */
    private static final int HEAD = 1000;

    private final Spool spool;

    SpooledSepaRail(SepaConfig config, Spool spool) {
        super(config);
        this.spool = spool;
    }

    /** The file appears in the spool folder whole, after what belongs to it. */
    @Override
    public Submission submit(RailMessage message) throws IOException {
        String file = file(message);
        spool.put(file, message.bytes(), orders(message.bytes()));
        return Submission.taken(file);
    }

    @Override
    public Submission query(RailMessage message) throws IOException {
        String file = file(message);
        return spool.has(file) ? Submission.taken(file) : Submission.notYet();
    }

    private static String file(RailMessage message) {
        return message.key() + ".xml";
    }

    /**
     * What the channel to the bank has to know besides the file. The bank checks whether names belong to accounts unless the
     * platform waives that, which it may for files of several transfers only.
     */
    private Map<String, String> orders(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.US_ASCII);
        boolean single = head.contains("<NbOfTxs>1</NbOfTxs>");
        return Map.of(
                "message", kind(), "verificationOfPayee", config.verifyPayees() || single ? "requested" : "waived");
    }
}
