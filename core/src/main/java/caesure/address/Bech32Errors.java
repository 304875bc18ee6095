// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.address.Bech32.Checksum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with a text that should be Bech32, and where (Bitcoin Core's LocateErrors). What it
 * should be instead is not told: who typed the text has to look again.
 *
 * <p>The checksum is linear: a wrong symbol changes what is left over by something that depends
 * only on its place and on the difference. One or two wrong symbols leave over what no other one or
 * two do, in a text of up to 90 characters (BIP 173), so trying all finds the right ones.
 */
public final class Bech32Errors {
    private static final int DIFFERENCES = 32;

    private Bech32Errors() {}

    /**
     * An error.
     *
     * @param words bitcoind's; empty if there is no error
     * @param places of characters that are probably wrong, counted from 0; empty if not known
     */
    public record Located(String words, List<Integer> places) {
        public Located {
            places = List.copyOf(places);
        }
    }

    /** Looks for what is wrong. */
    public static Located in(String text) {
        if (text.length() > Bech32.LENGTH_MAX) {
            var beyond = new ArrayList<Integer>();
            for (int i = Bech32.LENGTH_MAX; i < text.length(); i++) beyond.add(i);
            return new Located("Bech32 string too long", beyond);
        }
        List<Integer> odd = oddCharacters(text);
        if (!odd.isEmpty()) return new Located("Invalid character or mixed case", odd);
        int separator = text.lastIndexOf(Bech32.SEPARATOR);
        if (separator < 0) return new Located("Missing separator", List.of());
        if (separator == 0 || separator + Bech32.CHECKSUM_SYMBOLS >= text.length()) {
            return new Located("Invalid separator position", List.of(separator));
        }
        for (int i = separator + 1; i < text.length(); i++) {
            if (Bech32.symbol(text.charAt(i)) < 0) {
                return new Located("Invalid Base 32 character", List.of(i));
            }
        }
        return inSymbols(text, separator);
    }

    /** Characters that no text has, and letters of another case than the first. */
    private static List<Integer> oddCharacters(String text) {
        var odd = new ArrayList<Integer>();
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                if (upper) odd.add(i);
                lower |= !upper;
            } else if (c >= 'A' && c <= 'Z') {
                if (lower) odd.add(i);
                upper |= !lower;
            } else if (c < 33 || c > 126) {
                odd.add(i);
            }
        }
        return odd;
    }

    /** The checksum does not say which of the two it is, so that with fewer errors is believed. */
    private static Located inSymbols(String text, int separator) {
        int state = Bech32.start(Bech32.lower(text.substring(0, separator)));
        for (int i = separator + 1; i < text.length(); i++) {
            state = Bech32.step(state, Bech32.symbol(text.charAt(i)));
        }
        List<Integer> places = List.of();
        Optional<Checksum> believed = Optional.empty();
        for (Checksum checksum : Checksum.values()) {
            int rest = state ^ checksum.rest;
            if (rest == 0) return new Located("", List.of());
            List<Integer> found = wrong(rest, separator + 1, text.length());
            if (!found.isEmpty() && (places.isEmpty() || found.size() < places.size())) {
                places = found;
                believed = Optional.of(checksum);
            }
        }
        String words =
                believed.map(c -> c == Checksum.BECH32 ? "Bech32 checksum" : "Bech32m checksum")
                        .orElse("checksum");
        return new Located("Invalid " + words, places);
    }

    /** The one or two places between two positions that explain what is left over, or none. */
    private static List<Integer> wrong(int rest, int from, int to) {
        Map<Integer, Integer> places = new HashMap<>(); // by what an error there leaves over
        for (int place = from; place < to; place++) {
            for (int difference = 1; difference < DIFFERENCES; difference++) {
                places.put(leftOver(difference, to - 1 - place), place);
            }
        }
        Integer only = places.get(rest);
        if (only != null) return List.of(only);
        for (Map.Entry<Integer, Integer> one : places.entrySet()) {
            Integer other = places.get(rest ^ one.getKey());
            if (other == null || other.equals(one.getValue())) continue;
            return List.of(Math.min(one.getValue(), other), Math.max(one.getValue(), other));
        }
        return List.of();
    }

    /** What a symbol leaves over that so many others follow. */
    private static int leftOver(int symbol, int behind) {
        int state = symbol;
        for (int i = 0; i < behind; i++) state = Bech32.step(state, 0);
        return state;
    }
}
