package dev.groundwork.payment.rail.sepa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.CutOff;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.Submission;

import org.jspecify.annotations.Nullable;

/** Files of SEPA credit transfers for the platform's bank. */
@ApplicationScoped
class SepaRail implements PayoutRail {

    private static final String EURO = "EUR";

    /** The number of transfers stands within it. */
    private static final int HEAD = 1000;

    private final SepaConfig config;

    @Nullable private final Spool spool;

    SepaRail(SepaConfig config) {
        this.config = config;
        this.spool = config.spool().map(folder -> new Spool(Path.of(folder))).orElse(null);
    }

    @Override
    public String name() {
        return "SEPA";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(EURO),
                "SEPA",
                1,
                config.transfersPerFile(),
                Capabilities.FOR_EVER,
                Map.of(EURO, new CutOff(config.cutOff(), config.zone(), CutOff.Days.TARGET)));
    }

    @Override
    public String kind() {
        return config.version().kind();
    }

    @Override
    public String mediaType() {
        return "application/xml";
    }

    @Override
    public String fileName(UUID batchId, int part) {
        return "pain001-" + batchId + (part == 1 ? "" : "-" + part) + ".xml";
    }

    @Override
    public boolean sendsItself() {
        return spool != null;
    }

    /** The file appears in the spool folder whole, after what belongs to it. */
    @Override
    public Submission submit(RailMessage message) throws IOException {
        spool().put(message.key() + ".xml", message.bytes(), orders(message.bytes()));
        return Submission.taken(message.key() + ".xml");
    }

    @Override
    public Submission query(RailMessage message) throws IOException {
        String file = message.key() + ".xml";
        return spool().has(file) ? Submission.taken(file) : Submission.notYet();
    }

    private Spool spool() {
        return Objects.requireNonNull(spool, "no spool folder is set");
    }

    /**
     * What the channel to the bank has to know besides the file. The bank checks whether names belong to accounts unless the
     * platform waives that, which it may for files of several transfers only.
     */
    private Map<String, String> orders(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.US_ASCII);
        boolean single = head.contains("<NbOfTxs>1</NbOfTxs>");
        return Map.of(
                "message",
                config.version().kind(),
                "verificationOfPayee",
                config.verifyPayees() || single ? "requested" : "waived");
    }

    @Override
    public byte[] render(RailPart part) {
        List<CreditTransfer> transfers = new ArrayList<>(part.items().size());
        for (RailItem item : part.items()) {
            if (!(item.destination() instanceof Destination.Bank account)) {
                throw new IllegalArgumentException("a SEPA transfer goes to a bank account: " + item.id());
            }
            transfers.add(new CreditTransfer(
                    item.endToEndId(),
                    item.amountMinor(),
                    account.holderName(),
                    account.iban(),
                    account.bic(),
                    account.town(),
                    account.country(),
                    item.remittance()));
        }
        return Pain001.write(
                new TransferFile(
                        part.messageId(),
                        part.createdAt(),
                        part.valueDate(),
                        new TransferFile.Debtor(
                                config.debtor().name(),
                                config.debtor().iban(),
                                config.debtor().bic()),
                        transfers,
                        itemsPerBlock(part)),
                config.version());
    }

    @Override
    public int itemsPerBlock(RailPart part) {
        return Math.max(config.transfersPerBlock(), (part.items().size() + 98) / 99);
    }
}
