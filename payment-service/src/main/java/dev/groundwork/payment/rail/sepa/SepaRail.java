package dev.groundwork.payment.rail.sepa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.CutOff;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailPart;

/** Files of SEPA credit transfers for the platform's bank, which a person takes there. */
class SepaRail implements PayoutRail {

    private static final String EURO = "EUR";

    final SepaConfig config;

    SepaRail(SepaConfig config) {
        this.config = config;
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
