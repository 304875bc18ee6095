// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import java.io.OutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes JSON texts. What is read comes from strangers: each size has a bound. */
public final class JsonText {
    /** Deepest nesting that is read; bitcoind's bound too. */
    public static final int NESTING_MAX = 512;

    /** Most values, names and brackets of one text: some 100 MB of objects at the worst. */
    static final long TOKENS_MAX = 2_000_000;

    /** Longest name of a member and longest number, in characters. No method has use for more. */
    static final int NAME_CHARS_MAX = 10_000;

    static final int NUMBER_CHARS_MAX = 1_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(NESTING_MAX)
                                    .maxStringLength(Body.MAX_BYTES)
                                    .maxDocumentLength(Body.MAX_BYTES)
                                    .maxTokenCount(TOKENS_MAX)
                                    .maxNameLength(NAME_CHARS_MAX)
                                    .maxNumberLength(NUMBER_CHARS_MAX)
                                    .build())
                    // what was read can be written again, with something around it
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder()
                                    .maxNestingDepth(2 * NESTING_MAX)
                                    .build())
                    // or names that strangers choose would stay in the JVM's table for ever
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build();

    private static final int INDENT_SPACES = 4;

    private JsonText() {}

    /**
     * Reads a text that is one value and nothing else.
     *
     * @throws MalformedException if it is no JSON in UTF-8 or beyond a bound
     */
    public static Json parse(ByteString text) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text.toArray())) {
            if (parser.nextToken() == null) throw new MalformedException("no JSON: empty");
            Json value = value(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("no JSON: more follows the value");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedException("no JSON: " + e.getOriginalMessage());
        }
    }

    /** The value that the current token begins. Recursion is bounded by {@link #NESTING_MAX}. */
    private static Json value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Json.ofNull();
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_STRING -> Json.of(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case START_ARRAY -> array(parser);
            case START_OBJECT -> object(parser);
            case END_ARRAY, END_OBJECT, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("token " + parser.currentToken());
        };
    }

    private static Json array(JsonParser parser) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(parser));
        return new Json.Arr(items);
    }

    private static Json object(JsonParser parser) {
        List<Json.Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.add(new Json.Member(name, value(parser)));
        }
        return new Json.Obj(members);
    }

    /** Writes a value as UTF-8, without spaces and without closing the stream. */
    public static void write(Json value, OutputStream to) {
        JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), to);
        generator.configure(StreamWriteFeature.AUTO_CLOSE_TARGET, false);
        write(value, generator);
        generator.close();
    }

    /** A value as text, without spaces. */
    public static String of(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, generator);
        }
        return text.toString();
    }

    private static void write(Json value, JsonGenerator to) {
        switch (value) {
            case Json.Null _ -> to.writeNull();
            case Json.Bool bool -> to.writeBoolean(bool.value());
            case Json.Num num -> to.writeNumber(num.digits());
            case Json.Str str -> to.writeString(str.text());
            case Json.Arr arr -> {
                to.writeStartArray();
                for (Json item : arr.items()) write(item, to);
                to.writeEndArray();
            }
            case Json.Obj obj -> {
                to.writeStartObject();
                for (Json.Member member : obj.members()) {
                    to.writeName(member.name());
                    write(member.value(), to);
                }
                to.writeEndObject();
            }
        }
    }

    /** A value on several lines, as bitcoind shows it to people: four spaces for each level. */
    public static String pretty(Json value) {
        StringBuilder text = new StringBuilder();
        pretty(value, 1, text);
        return text.toString();
    }

    private static void pretty(Json value, int level, StringBuilder to) {
        switch (value) {
            case Json.Arr(List<Json> items) when !items.isEmpty() -> {
                String mark = "[\n";
                for (Json item : items) {
                    to.append(mark).repeat(" ", level * INDENT_SPACES);
                    pretty(item, level + 1, to);
                    mark = ",\n";
                }
                to.append('\n').repeat(" ", (level - 1) * INDENT_SPACES).append(']');
            }
            case Json.Obj(List<Json.Member> members) when !members.isEmpty() -> {
                String mark = "{\n";
                for (Json.Member member : members) {
                    to.append(mark).repeat(" ", level * INDENT_SPACES);
                    to.append(of(Json.of(member.name()))).append(": ");
                    pretty(member.value(), level + 1, to);
                    mark = ",\n";
                }
                to.append('\n').repeat(" ", (level - 1) * INDENT_SPACES).append('}');
            }
            default -> to.append(of(value));
        }
    }
}
