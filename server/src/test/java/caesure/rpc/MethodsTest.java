// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.http.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Arguments by place and by name, their types, and the help. */
class MethodsTest {
    private final Protocol protocol = new Protocol();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "{}; []",
                "{\"arg0\":0,\"arg3\":3}; [0,null,null,3]",
                "{\"arg1\":1}; [null,1]",
                "{\"arg9\":null}; [null,null,null,null,null,null,null,null,null,null]",
                "{\"args\":[0,1],\"arg3\":3,\"arg5\":5}; [0,1,null,3,null,5]",
                "{\"args\":[]}; []",
                "{\"args\":7}; []",
                "{\"args\":[1,2]}; [1,2]",
                "[0,1.50,\"x\"]; [0,1.50,\"x\"]",
            })
    void namedArgumentsComeToTheirPlaces(String params, String seen) throws InterruptedException {
        assertEquals(seen, protocol.call("echo", params));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "echo; {\"args\":[0,1],\"arg1\":1};"
                        + " Parameter arg1 specified twice both as positional and named argument",
                "echo; {\"args\":[0,null,2],\"arg1\":1};"
                        + " Parameter arg1 specified twice both as positional and named argument",
                "echo; {\"random\":1}; Unknown named parameter random",
                "echo; {\"arg1\":1,\"arg1\":2}; Parameter arg1 specified multiple times",
                "typed; {\"hash\":\"a\",\"h\":\"b\"}; Unknown named parameter h",
                "options; {\"options\":{},\"size\":1};"
                        + " Parameter options conflicts with parameter size",
            })
    void namedArgumentsThatDoNotFitAreRefused(String method, String params, String words)
            throws InterruptedException {
        assertEquals("{\"code\":-8,\"message\":\"" + words + "\"}", protocol.call(method, params));
    }

    @Test
    void optionsCanBeNamedAsArguments() throws InterruptedException {
        assertEquals(
                "[null,{\"size\":2,\"name\":\"x\"}]",
                protocol.call("options", "{\"name\":\"x\",\"size\":2}"));
        assertEquals("[1,{\"size\":2}]", protocol.call("options", "{\"args\":[1],\"size\":2}"));
        assertEquals(
                "[1,{\"size\":2}]",
                protocol.call("options", "{\"first\":1,\"options\":{\"size\":2}}"));
    }

    @Test
    void defaultsAndAliasesCount() throws InterruptedException {
        String seven = "{\"hash\":\"ab\",\"n\":7,\"flag\":false,\"sats\":-1}";
        assertEquals(seven, protocol.call("typed", "[\"ab\"]"));
        assertEquals(seven, protocol.call("typed", "[\"ab\",null,null]"));
        assertEquals(seven, protocol.call("typed", "{\"h\":\"ab\"}"));
        assertEquals(
                "{\"hash\":\"\",\"n\":-1,\"flag\":true,\"sats\":150000000}",
                protocol.call("typed", "[\"\",-1,true,1.5,[],{}]"));
    }

    @Test
    void eachWrongTypeIsNamed() throws InterruptedException {
        assertEquals(
                "{\"code\":-3,\"message\":\"Wrong type passed:\\n{\\n"
                        + "    \\\"Position 1 (hash|h)\\\": \\\"JSON value of type number is not of"
                        + " expected type string\\\",\\n"
                        + "    \\\"Position 3 (flag)\\\": \\\"JSON value of type object is not of"
                        + " expected type bool\\\"\\n}\"}",
                protocol.call("typed", "[1,null,{},null]"));
        for (String params :
                List.of(
                        "[null]",
                        "[[]]",
                        "[\"\",\"1\"]",
                        "[\"\",1,1]",
                        "[\"\",1,true,1,{}]",
                        "[\"\",1,true,1,[],[]]")) {
            String reply = protocol.call("typed", params);
            assertEquals("{\"code\":-3,", reply.substring(0, 11), params);
        }
    }

    @Test
    void aWrongNumberOfArgumentsGetsTheHelp() throws InterruptedException {
        for (String params : List.of("[]", "{}", "[1,2,3,4,5,6,7]")) {
            String reply = protocol.call("typed", params);
            assertTrue(
                    reply.startsWith("{\"code\":-1,\"message\":\"typed \\\"hash\\\" ( n"), reply);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2147483648, -1, JSON integer out of range",
        "1.0, -1, JSON integer out of range",
        "1e3, -1, JSON integer out of range",
        "99999999999999999999, -1, JSON integer out of range",
    })
    void aNumberThatIsNoneOfTheRangeIsRefused(String number, int code, String words)
            throws InterruptedException {
        assertEquals(
                "{\"code\":" + code + ",\"message\":\"" + words + "\"}",
                protocol.call("typed", "[\"\"," + number + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, 0",
                "1, 100000000",
                "0.00000001, 1",
                "1e-8, 1",
                "\"1.5\", 150000000",
                "1.50000000000000, 150000000",
                "21000000, 2100000000000000",
                "0e999, 0",
            })
    void amountsAreReadInSatoshis(String amount, String sats) throws InterruptedException {
        String reply = protocol.call("typed", "[\"\",1,true," + amount + "]");
        assertEquals("\"sats\":" + sats + "}", reply.substring(reply.indexOf("\"sats\"")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0.000000001, Invalid amount",
                "1e999999999, Invalid amount",
                "1e-999999999, Invalid amount",
                "\"1e99999999999\", Invalid amount",
                "\"\", Invalid amount",
                "\" 1\", Invalid amount",
                "\"0x1\", Invalid amount",
                "-1, Amount out of range",
                "21000000.00000001, Amount out of range",
                "true, Amount is not a number or string",
            })
    void whatIsNoAmountIsRefused(String amount, String words) throws InterruptedException {
        assertEquals(
                "{\"code\":-3,\"message\":\"" + words + "\"}",
                protocol.call("typed", "[\"\",1,true," + amount + "]"));
    }

    @Test
    void theHelpComesFromTheDeclaration() {
        assertEquals(
                """
                typed "hash" ( n flag amount ["",...] {} )

                Does something.

                Arguments:
                1. hash       (string, required) a hash
                2. n          (numeric, optional, default=7) a number
                3. flag       (boolean, optional, default=it depends) a flag
                4. amount     (numeric or string, optional) some money
                5. list       (json array, optional) a list
                     [
                       "",    (string) an item
                       ...
                     ]
                6. object     (json object, optional) an object
                     {
                     }

                Result:
                xxx    (any) something
                """,
                protocol.methods.help("typed"));
        assertEquals(
                """
                options ( first {"size":n,"name":"str",...} )

                Does something.

                Arguments:
                1. first      (numeric, optional) a number
                2. options    (json object, optional) Options object that can be used to pass named\
                 arguments, listed below.

                Named Arguments:
                size    (numeric, optional) how big
                name    (string, optional) which

                Result:
                xxx    (any) something
                """,
                protocol.methods.help("options"));
    }

    @Test
    void theHelpShowsWhatComesBack() {
        assertEquals(
                """
                getrpcinfo

                Returns details of the RPC server.

                Result:
                {                          (json object)
                  "active_commands" : [    (json array) All active commands
                    {                      (json object) Information about an active command
                      "method" : "str",    (string) The name of the RPC command
                      "duration" : n       (numeric) The running time in microseconds
                    },
                    ...
                  ],
                  "logpath" : "str"        (string) The complete file path to the debug log
                }

                Examples:
                > bitcoin-cli getrpcinfo\s
                > curl --user myusername --data-binary '{"jsonrpc": "2.0", "id": "curltest",\
                 "method": "getrpcinfo", "params": []}' -H 'content-type: application/json'\
                 http://127.0.0.1:8332/
                """,
                protocol.methods.help("getrpcinfo"));
    }

    @Test
    void theListShowsAllThatIsNotHidden() throws InterruptedException {
        String list = protocol.methods.list();
        assertEquals(
                """
                == Control ==
                getrpcinfo
                help ( "command" )
                stop
                uptime

                == Tests ==
                count
                fails code
                options ( first {"size":n,"name":"str",...} )
                typed "hash" ( n flag amount ["",...] {} )\
                """,
                list);
        String quoted = list.replace("\"", "\\\"").replace("\n", "\\n");
        assertEquals("\"" + quoted + "\"", protocol.call("help", "[]"));
        assertEquals("\"help: unknown command: nosuch\"", protocol.call("help", "[\"nosuch\"]"));
    }

    @Test
    void namesAreThereOnce() {
        var method = protocol.methods.find("count").orElseThrow();
        var twice = List.of(method, method);
        assertThrows(IllegalArgumentException.class, () -> new Methods(twice));
        var same = Argument.optional("a|b", Argument.Kind.STR, "");
        var alias = Argument.optional("b", Argument.Kind.STR, "");
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Method(
                                "m",
                                "tests",
                                "",
                                List.of(same, alias),
                                List.of(),
                                "",
                                _ -> Json.ofNull()));
    }

    @Test
    void programsLearnWhichArgumentsAreText() throws InterruptedException {
        String rows = protocol.call("help", "[\"dump_all_command_conversions\"]");
        for (String row :
                List.of(
                        "[\"typed\",0,\"h\",true]",
                        "[\"typed\",1,\"n\",false]",
                        "[\"options\",1,\"name\",true]")) {
            assertTrue(rows.contains(row), row);
        }
    }

    @Test
    void theServerTellsAboutItself() throws InterruptedException {
        assertEquals("0", protocol.call("uptime", "[]"));
        protocol.nowNs.addAndGet(61_999_999_999L);
        assertEquals("61", protocol.call("uptime", "[]"));
        assertEquals(
                "{\"active_commands\":[{\"method\":\"getrpcinfo\",\"duration\":0}],"
                        + "\"logpath\":\"/node/debug.log\"}",
                protocol.call("getrpcinfo", "[]"));
        assertEquals(0, protocol.stops.get());
        assertEquals("\"Caesure stopping\"", protocol.call("stop", "[1]"));
        assertEquals(1, protocol.stops.get());
    }
}
