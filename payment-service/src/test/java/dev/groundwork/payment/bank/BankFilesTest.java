package dev.groundwork.payment.bank;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.payment.bank.Statement.Line;
import dev.groundwork.payment.bank.StatusReport.Word;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What banks send is read; what strangers send does no harm. */
class BankFilesTest {

    private static final long MOST_BYTES = 1_000_000;
    private static final int MOST_ENTRIES = 1_000;

    @Test
    void a_statement_is_read_line_by_line() throws IOException {
        var file = (StatementFile) read(golden("camt053-v02.xml"));

        assertThat(file.kind()).isEqualTo("camt.053.001.02");
        assertThat(file.booked()).isTrue();
        Statement statement = file.statements().getFirst();
        assertThat(statement.iban()).isEqualTo("DE89370400440532013000");
        assertThat(statement.number()).isEqualTo(322);
        assertThat(statement.opening()).isEqualTo(new Statement.Balance(50_000_000, "EUR", LocalDate.of(2026, 11, 17)));
        assertThat(statement.closing()).isEqualTo(new Statement.Balance(49_988_545, "EUR", LocalDate.of(2026, 11, 18)));
        List<Line> lines = statement.entries();
        assertThat(lines).extracting(Line::signed).containsExactly(-555L, -1_000L, -10_000L, 500L, -400L);
        assertThat(lines.getFirst().refs().endToEndId()).isEqualTo("E2E-1");
        assertThat(lines.getFirst().refs().servicerRef()).isEqualTo("BANK-1");
        assertThat(lines.getFirst().refs().partyName()).isEqualTo("Wanda Weiss");
        assertThat(lines.getFirst().refs().partyIban()).isEqualTo("ES91 **** 1332");
        assertThat(lines.getFirst().bookedOn()).isEqualTo(LocalDate.of(2026, 11, 18));
        assertThat(lines.getFirst().batch()).isNull();
        assertThat(lines.get(2).batch()).isEqualTo(new Statement.Batch("BLOCK-2", 7));
        assertThat(lines.get(3).refs().returnReason()).isEqualTo("AC04");
        assertThat(lines.get(4).reversal()).isTrue();
        assertThat(lines.get(4).code()).isEqualTo("CHRG");
        assertThat(lines.get(4).refs().creditorRef()).isEqualTo("RF18539007547034");
    }

    @Test
    void a_status_report_is_read_at_all_its_levels() throws IOException {
        var report = (StatusReport) read(golden("pain002-part.xml"));

        assertThat(report.originalMessageId()).isEqualTo("MSG-1");
        assertThat(report.group()).isEqualTo(new StatusReport.Status(Word.PARTLY, ""));
        assertThat(report.rejectedCount()).isEqualTo(1);
        assertThat(report.blocks().getFirst().items())
                .containsExactly(new StatusReport.Item("E2E-2", new StatusReport.Status(Word.REJECTED, "AC01")));
    }

    @Test
    void nothing_outside_of_the_file_is_read(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "DE89370400440532013000");
        String xxe = new String(golden("camt053-v02.xml"), StandardCharsets.UTF_8)
                .replace("<Document", "<!DOCTYPE Document [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n<Document")
                .replace("<IBAN>DE89 3704 0044 0532 0130 00</IBAN>", "<IBAN>&x;</IBAN>");

        refused(xxe, "bank-file-malformed");
    }

    @Test
    void entities_do_not_grow() {
        var laughs = new StringBuilder("<!DOCTYPE lolz [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1, i - 1));
        }

        refused(
                laughs + "]><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">&a29;</Document>",
                "bank-file-malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<Document/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt/></Document>",
            })
    void what_is_no_file_of_a_bank_is_refused(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(DomainProblem.class, problem -> assertThat(problem.code())
                        .isIn("bank-file-malformed", "bank-file-unsupported"));
    }

    @Test
    void depth_and_length_are_bounded() {
        String open = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">";

        refused(open + "<a>".repeat(100_000), "bank-file-malformed");
        refused(open + "<BkToCstmrStmt><GrpHdr><MsgId>" + "9".repeat(900_000) + "</MsgId>", "bank-file-malformed");
        refused(open + "<a/>".repeat(400_000), "bank-file-too-large");
        refused(
                open + "<BkToCstmrStmt><Stmt>"
                        + "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>"
                                .repeat(MOST_ENTRIES + 1),
                "bank-file-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999", "-5.00", "0x10", "5.001", "99999999999999999999", "", "NaN"})
    void an_amount_that_is_none_is_refused(String amount) throws IOException {
        refused(
                new String(golden("camt053-v02.xml"), StandardCharsets.UTF_8)
                        .replace("<Amt Ccy=\"EUR\">100.00</Amt>", "<Amt Ccy=\"EUR\">" + amount + "</Amt>"),
                "bank-file-malformed");
    }

    /** Bytes and pieces changed, cut out and doubled: every file is read or refused, none breaks or hangs. */
    @ParameterizedTest
    @ValueSource(strings = {"camt053-v02.xml", "pain002-part.xml"})
    void a_damaged_file_is_read_or_refused(String name) throws IOException {
        byte[] whole = golden(name);
        int refused = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            try {
                read(damaged(whole, new SplittableRandom(seed)));
            } catch (DomainProblem expected) {
                refused++;
            }
        }

        assertThat(refused).isBetween(1_000, 3_000);
    }

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(random.nextInt(1, 60), bytes.length - at);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = joined(bytes, at, at + length, new byte[0]);
                case 2 -> {
                    var piece = new byte[length];
                    System.arraycopy(bytes, at, piece, 0, length);
                    bytes = joined(bytes, random.nextInt(bytes.length), -1, piece);
                }
                default -> bytes = joined(bytes, at, bytes.length, new byte[0]);
            }
            if (bytes.length == 0) {
                return bytes;
            }
        }
        return bytes;
    }

    /** @param to where the original goes on; below zero: where it was left */
    private static byte[] joined(byte[] bytes, int from, int to, byte[] between) {
        int rest = to < 0 ? from : to;
        var joined = new byte[from + between.length + bytes.length - rest];
        System.arraycopy(bytes, 0, joined, 0, from);
        System.arraycopy(between, 0, joined, from, between.length);
        System.arraycopy(bytes, rest, joined, from + between.length, bytes.length - rest);
        return joined;
    }

    private static void refused(String text, String code) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(DomainProblem.class, problem -> assertThat(problem.code())
                        .isEqualTo(code));
    }

    private static BankFile read(byte[] bytes) {
        return BankFiles.read(new ByteArrayInputStream(bytes), MOST_BYTES, MOST_ENTRIES);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = BankFilesTest.class.getResourceAsStream("/bank/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
