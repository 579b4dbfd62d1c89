package dev.groundwork.demo.bank;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Answers a {@code pain.001} as a bank does: with a {@code pain.002} that names only what it rejects, and with statements
 * ({@code camt.053}) on which each block of the file is one sum, and what payees' banks sent back comes in by itself.
 */
public final class SimulatedBank {

    private static final String NS = "urn:iso:std:iso:20022:tech:xsd:";

    /** One credit transfer of the file. */
    public record Transfer(String block, String endToEndId, BigDecimal amount) {}

    private final String messageId;
    private final String iban;
    private final List<Transfer> transfers;

    private SimulatedBank(String messageId, String iban, List<Transfer> transfers) {
        this.messageId = messageId;
        this.iban = iban;
        this.transfers = List.copyOf(transfers);
    }

    /**
     * Takes a file of transfers.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SimulatedBank given(byte[] pain001) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var root = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(pain001))
                    .getDocumentElement();
            var transfers = new ArrayList<Transfer>();
            var blocks = root.getElementsByTagNameNS("*", "PmtInf");
            for (int i = 0; i < blocks.getLength(); i++) {
                var block = (Element) blocks.item(i);
                var nodes = block.getElementsByTagNameNS("*", "CdtTrfTxInf");
                for (int j = 0; j < nodes.getLength(); j++) {
                    var transfer = (Element) nodes.item(j);
                    transfers.add(new Transfer(
                            text(block, "PmtInfId"),
                            text(transfer, "EndToEndId"),
                            new BigDecimal(text(transfer, "InstdAmt"))));
                }
            }
            return new SimulatedBank(text(root, "MsgId"), text(element(root, "DbtrAcct"), "IBAN"), transfers);
        } catch (ParserConfigurationException | SAXException | IOException broken) {
            throw new IllegalArgumentException("not a file of credit transfers: " + broken.getMessage(), broken);
        }
    }

    /** {@return what the file asked for, in its order} */
    public List<Transfer> transfers() {
        return transfers;
    }

    /** {@return the account that pays} */
    public String iban() {
        return iban;
    }

    /**
     * {@return a {@code pain.002.001.10}: PART with the rejected ones only, or ACCP}
     *
     * @param rejected reasons by end-to-end id
     */
    public byte[] statusReport(String name, Map<String, String> rejected) {
        var byBlock = new LinkedHashMap<String, StringBuilder>();
        for (var transfer : transfers) {
            var reason = rejected.get(transfer.endToEndId());
            if (reason != null) {
                byBlock.computeIfAbsent(transfer.block(), block -> new StringBuilder())
                        .append("<TxInfAndSts><OrgnlEndToEndId>")
                        .append(transfer.endToEndId())
                        .append("</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>")
                        .append(reason)
                        .append("</Cd></Rsn></StsRsnInf></TxInfAndSts>");
            }
        }
        var blocks = new StringBuilder();
        byBlock.forEach((block, items) -> blocks.append("<OrgnlPmtInfAndSts><OrgnlPmtInfId>")
                .append(block)
                .append("</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>")
                .append(items)
                .append("</OrgnlPmtInfAndSts>"));
        return xml(
                "pain.002.001.10",
                "<CstmrPmtStsRpt><GrpHdr><MsgId>" + name + "</MsgId><CreDtTm>2026-01-01T00:00:00Z</CreDtTm></GrpHdr>"
                        + "<OrgnlGrpInfAndSts><OrgnlMsgId>" + messageId
                        + "</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><OrgnlNbOfTxs>" + transfers.size()
                        + "</OrgnlNbOfTxs><GrpSts>" + (rejected.isEmpty() ? "ACCP" : "PART") + "</GrpSts>"
                        + (rejected.isEmpty()
                                ? ""
                                : "<NbOfTxsPerSts><DtldNbOfTxs>" + rejected.size()
                                        + "</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>")
                        + "</OrgnlGrpInfAndSts>" + blocks + "</CstmrPmtStsRpt>");
    }

    /** {@return entries that take the money of each block in one sum, without what was rejected} */
    public List<Entry> bookings(Collection<String> rejected, LocalDate day) {
        var counts = new LinkedHashMap<String, Integer>();
        var sums = new LinkedHashMap<String, BigDecimal>();
        for (var transfer : transfers) {
            if (!rejected.contains(transfer.endToEndId())) {
                counts.merge(transfer.block(), 1, Integer::sum);
                sums.merge(transfer.block(), transfer.amount(), BigDecimal::add);
            }
        }
        var entries = new ArrayList<Entry>();
        sums.forEach((block, sum) -> entries.add(Entry.out(
                sum,
                day,
                "<NtryDtls><Btch><PmtInfId>" + block + "</PmtInfId><NbOfTxs>" + counts.get(block)
                        + "</NbOfTxs></Btch></NtryDtls>")));
        return entries;
    }

    /** {@return an entry that takes the money of one transfer} */
    public Entry booking(String endToEndId, LocalDate day) {
        return Entry.out(find(endToEndId).amount(), day, references(endToEndId, ""));
    }

    /** {@return an entry by which a transfer comes back} */
    public Entry comesBack(String endToEndId, String reason, LocalDate day) {
        return Entry.in(
                find(endToEndId).amount(),
                day,
                references(endToEndId, "<RtrInf><Rsn><Cd>" + reason + "</Cd></Rsn></RtrInf>"));
    }

    private static String references(String endToEndId, String more) {
        return "<NtryDtls><TxDtls><Refs><EndToEndId>" + endToEndId + "</EndToEndId></Refs>" + more
                + "</TxDtls></NtryDtls>";
    }

    private Transfer find(String endToEndId) {
        return transfers.stream()
                .filter(transfer -> transfer.endToEndId().equals(endToEndId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not in the file: " + endToEndId));
    }

    /**
     * One movement.
     *
     * @param code sub-family of the bank transaction code
     * @param details XML within the entry
     */
    public record Entry(boolean credit, BigDecimal amount, LocalDate day, String code, String details) {

        static Entry out(BigDecimal amount, LocalDate day, String details) {
            return new Entry(false, amount, day, "ESCT", details);
        }

        static Entry in(BigDecimal amount, LocalDate day, String details) {
            return new Entry(true, amount, day, "RRTN", details);
        }

        /** {@return what the bank takes for itself} */
        public static Entry fee(BigDecimal amount, LocalDate day) {
            return new Entry(false, amount, day, "CHRG", "");
        }

        /** {@return money from somebody, with what they wrote} */
        public static Entry paidIn(BigDecimal amount, LocalDate day, String text) {
            return new Entry(
                    true,
                    amount,
                    day,
                    "ESCT",
                    "<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Rita Requester</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>"
                            + text + "</Ustrd></RmtInf></TxDtls></NtryDtls>");
        }
    }

    /**
     * {@return a {@code camt.053.001.08} that follows from the balance before}
     *
     * @param number in the bank's count
     */
    public static byte[] statement(
            String iban, String currency, long number, BigDecimal opening, List<Entry> entries, LocalDate day) {
        var closing = opening;
        var lines = new StringBuilder();
        for (var entry : entries) {
            closing = entry.credit() ? closing.add(entry.amount()) : closing.subtract(entry.amount());
            lines.append("<Ntry>")
                    .append(amount(entry.amount(), currency))
                    .append(sign(entry.credit()))
                    .append("<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>")
                    .append(entry.day())
                    .append("</Dt></BookgDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>")
                    .append(entry.code())
                    .append("</SubFmlyCd></Fmly></Domn></BkTxCd>")
                    .append(entry.details())
                    .append("</Ntry>");
        }
        var id = "STMT-" + iban.substring(iban.length() - 4) + "-" + number;
        return xml(
                "camt.053.001.08",
                "<BkToCstmrStmt><GrpHdr><MsgId>" + id
                        + "</MsgId><CreDtTm>2026-01-01T00:00:00Z</CreDtTm></GrpHdr><Stmt><Id>" + id
                        + "</Id><ElctrncSeqNb>" + number + "</ElctrncSeqNb><Acct><Id><IBAN>" + iban
                        + "</IBAN></Id><Ccy>" + currency + "</Ccy></Acct>" + balance("OPBD", opening, currency, day)
                        + balance("CLBD", closing, currency, day) + lines + "</Stmt></BkToCstmrStmt>");
    }

    private static String balance(String type, BigDecimal amount, String currency, LocalDate day) {
        return "<Bal><Tp><CdOrPrtry><Cd>" + type + "</Cd></CdOrPrtry></Tp>" + amount(amount.abs(), currency)
                + sign(amount.signum() >= 0) + "<Dt><Dt>" + day + "</Dt></Dt></Bal>";
    }

    private static String amount(BigDecimal amount, String currency) {
        return "<Amt Ccy=\"" + currency + "\">" + amount.toPlainString() + "</Amt>";
    }

    private static String sign(boolean credit) {
        return "<CdtDbtInd>" + (credit ? "CRDT" : "DBIT") + "</CdtDbtInd>";
    }

    private static byte[] xml(String kind, String body) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"" + NS + kind + "\">" + body
                        + "</Document>\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Element parent, String name) {
        return element(parent, name).getTextContent();
    }

    private static Element element(Element parent, String name) {
        if (parent.getElementsByTagNameNS("*", name).item(0) instanceof Element found) {
            return found;
        }
        throw new IllegalArgumentException("the file has no " + name + " in " + parent.getLocalName());
    }
}
