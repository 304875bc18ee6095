// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.log.Log;
import caesure.log.Printable;
import caesure.store.WholeFile;
import caesure.wire.Subnet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Bans as a file of JSON, the one of bitcoind: either program reads what the other wrote.
 *
 * <pre>
 *   banlist.json = { "_warning_": text, "banned_nets": [ ban* ] }
 *   ban = { "version": 1, "ban_created": seconds, "banned_until": seconds, "address": subnet }
 * </pre>
 *
 * <p>Seconds are since 1970; subnets as {@link Subnet#toString} writes them. Members of other names
 * are passed over, as are bans of another version, and those whose address none can read.
 */
final class BanFile {
    /** No more bans are kept, that the file can always be read again. */
    static final int BANS_MAX = 100_000;

    /** Enough for {@link #BANS_MAX} as they are written. */
    private static final int BYTES_MAX = 32 << 20;

    private static final int VERSION = 1;
    private static final int NESTING_MAX = 16;
    private static final int TEXT_CHARS_MAX = 10_000;
    private static final String NETS = "banned_nets";

    private static final String WARNING =
            "This file is written by Caesure while it runs. What you change in it meanwhile may be"
                    + " ignored, or lost.";

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(NESTING_MAX)
                                    .maxStringLength(TEXT_CHARS_MAX)
                                    .maxNameLength(TEXT_CHARS_MAX)
                                    .maxDocumentLength(BYTES_MAX)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build();

    private BanFile() {}

    static void write(Path file, Collection<Ban> bans) throws IOException {
        WholeFile.write(file, ByteString.wrap(json(bans).getBytes(StandardCharsets.UTF_8)));
    }

    /** No text in it needs to be escaped. */
    private static String json(Collection<Ban> bans) {
        var json = new StringBuilder("{\n    \"_warning_\": \"" + WARNING + "\",\n");
        json.append("    \"").append(NETS).append("\": [");
        String between = "\n";
        for (Ban ban : bans) {
            json.append(between)
                    .append("        {\n            \"version\": ")
                    .append(VERSION)
                    .append(",\n            \"ban_created\": ")
                    .append(ban.created().getEpochSecond())
                    .append(",\n            \"banned_until\": ")
                    .append(ban.until().getEpochSecond())
                    .append(",\n            \"address\": \"")
                    .append(ban.subnet())
                    .append("\"\n        }");
            between = ",\n";
        }
        return json.append(bans.isEmpty() ? "]\n}\n" : "\n    ]\n}\n").toString();
    }

    /**
     * The bans of a file.
     *
     * @return empty if there is no file
     * @throws IOException if it cannot be read: in which file, where, and what
     */
    static Optional<List<Ban>> read(Path file, Log log) throws IOException {
        Optional<ByteString> bytes = WholeFile.read(file, BYTES_MAX);
        if (bytes.isEmpty()) return Optional.empty();
        try (JsonParser in =
                FACTORY.createParser(ObjectReadContext.empty(), bytes.get().toArray())) {
            return Optional.of(file(in, log));
        } catch (JacksonException e) {
            String at =
                    e.getLocation() == null
                            ? ""
                            : "line %d: ".formatted(e.getLocation().getLineNr());
            throw new IOException(file + ": " + at + Printable.of(e.getOriginalMessage()), e);
        } catch (BadBans e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** JSON, but no list of bans. */
    private static final class BadBans extends Exception {
        private static final long serialVersionUID = 1;

        BadBans(JsonParser in, String what) {
            super("line " + in.currentLocation().getLineNr() + ": " + what);
        }
    }

    private static List<Ban> file(JsonParser in, Log log) throws BadBans {
        expect(in, in.nextToken(), JsonToken.START_OBJECT);
        Optional<List<Ban>> bans = Optional.empty();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.equals(NETS)) {
                expect(in, value, JsonToken.START_ARRAY);
                bans = Optional.of(bans(in, log));
            } else {
                in.skipChildren();
            }
        }
        if (in.nextToken() != null) throw new BadBans(in, "more follows the object");
        if (bans.isEmpty()) throw new BadBans(in, "no " + NETS);
        return bans.get();
    }

    private static List<Ban> bans(JsonParser in, Log log) throws BadBans {
        var bans = new ArrayList<Ban>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            expect(in, next, JsonToken.START_OBJECT);
            if (bans.size() == BANS_MAX) throw new BadBans(in, "more than " + BANS_MAX + " bans");
            ban(in, log).ifPresent(bans::add);
        }
        return bans;
    }

    private static Optional<Ban> ban(JsonParser in, Log log) throws BadBans {
        Optional<Long> version = Optional.empty();
        Optional<Instant> created = Optional.empty();
        Optional<Instant> until = Optional.empty();
        Optional<String> address = Optional.empty();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "version" -> version = Optional.of(number(in, value));
                case "ban_created" -> created = Optional.of(time(in, value));
                case "banned_until" -> until = Optional.of(time(in, value));
                case "address" -> {
                    expect(in, value, JsonToken.VALUE_STRING);
                    address = Optional.of(in.getString());
                }
                default -> in.skipChildren();
            }
        }
        if (version.isEmpty()) throw new BadBans(in, "a ban without a version");
        if (version.get() != VERSION) {
            log.info("Dropping entry with unknown version (%d) from ban list", version.get());
            return Optional.empty();
        }
        if (created.isEmpty() || until.isEmpty() || address.isEmpty()) {
            throw new BadBans(in, "a ban without ban_created, banned_until or address");
        }
        Optional<Subnet> subnet = Subnet.parse(address.get());
        if (subnet.isEmpty()) {
            log.info(
                    "Dropping entry with unparseable address or subnet (%s) from ban list",
                    Printable.of(address.get()));
            return Optional.empty();
        }
        return Optional.of(new Ban(subnet.get(), created.get(), until.get()));
    }

    private static long number(JsonParser in, JsonToken value) throws BadBans {
        expect(in, value, JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    /** A number of seconds beyond all calendars is the last that they know. */
    private static Instant time(JsonParser in, JsonToken value) throws BadBans {
        return BanList.atSecond(number(in, value));
    }

    private static void expect(JsonParser in, JsonToken is, JsonToken wanted) throws BadBans {
        if (is != wanted) throw new BadBans(in, wanted + " expected, found " + is);
    }
}
