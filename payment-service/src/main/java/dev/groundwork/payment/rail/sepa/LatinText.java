package dev.groundwork.payment.rail.sepa;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Text in the character set that every bank of the SEPA scheme must take: {@code a-z A-Z 0-9 / - ? : ( ) . , ' +} and
 * space. Letters are written as their nearest Latin ones; what has none becomes a full stop.
 */
public final class LatinText {

    private static final Map<Integer, String> LATIN = letters(
            "ß ss ẞ SS æ ae Æ AE œ oe Œ OE ø o Ø O đ d Đ D ð d Ð D þ th Þ TH ł l Ł L ħ h Ħ H ı i ŋ ng Ŋ NG ə e Ə E € E & + _ - ’ '"
                    + " ‘ ' – - — - ` '");

    private static final Map<Integer, String> GREEK = letters(
            "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");

    private static final Map<Integer, String> CYRILLIC = letters(
            "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht ъ a ь y"
                    + " ю yu я ya ы y э e ё yo і i ї yi є ye ґ g ј j љ lj њ nj ћ c ђ dj џ dz ѓ gj ќ kj ѕ dz");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private LatinText() {}

    /** {@return the text in the scheme's characters, cut to {@code maxLength}; empty where nothing readable is left} */
    public static String of(String text, int maxLength) {
        String cut = isClean(text) ? text : latin(text);
        if (cut.length() > maxLength) {
            cut = cut.substring(0, maxLength).strip();
        }
        return cut.chars().anyMatch(LatinText::isLetterOrDigit) ? cut : "";
    }

    /** Most text needs no change, and there is a lot of it. */
    private static boolean isClean(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (!isPlain(letter) || (letter == ' ' && before == ' ')) {
                return false;
            }
            before = letter;
        }
        return before != ' ';
    }

    private static String latin(String text) {
        var latin = new StringBuilder(text.length());
        diphthongs(text.strip()).codePoints().forEach(letter -> latin.append(letter(letter)));
        return BLANKS.matcher(latin).replaceAll(" ").strip();
    }

    /** The one pair of Greek letters that is not written letter by letter. */
    private static String diphthongs(String text) {
        return text.replace("ου", "ou").replace("ού", "ou").replace("Ου", "Ou").replace("ΟΥ", "OU");
    }

    private static String letter(int letter) {
        if (isPlain(letter)) {
            return Character.toString(letter);
        }
        if (Character.isWhitespace(letter)) {
            return " ";
        }
        String mapped = mapped(letter);
        if (mapped != null) {
            return mapped;
        }
        // A letter with a mark is its base letter; the marks fall away.
        String decomposed = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFD);
        int base = decomposed.codePointAt(0);
        if (base != letter) {
            return isPlain(base) ? Character.toString(base) : letter(base);
        }
        return Character.getType(letter) == Character.NON_SPACING_MARK ? "" : ".";
    }

    private static @Nullable String mapped(int letter) {
        String latin = LATIN.get(letter);
        if (latin != null) {
            return latin;
        }
        int lower = Character.toLowerCase(letter);
        String other = GREEK.getOrDefault(lower, CYRILLIC.get(lower));
        if (other == null || lower == letter) {
            return other;
        }
        return other.substring(0, 1).toUpperCase(Locale.ROOT) + other.substring(1);
    }

    private static boolean isPlain(int letter) {
        return isLetterOrDigit(letter) || " /-?:().,'+".indexOf(letter) >= 0;
    }

    private static boolean isLetterOrDigit(int letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    }

    private static Map<Integer, String> letters(String pairs) {
        String[] words = pairs.split(" ", -1);
        var letters = new HashMap<Integer, String>();
        for (int i = 0; i < words.length; i += 2) {
            letters.put(words[i].codePointAt(0), words[i + 1]);
        }
        return Map.copyOf(letters);
    }
}
