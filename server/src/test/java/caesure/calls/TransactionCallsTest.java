// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.AddressFormat;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.rpc.Method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Methods that need no chain. What is expected was said by bitcoind. */
class TransactionCallsTest {
    private static final String X =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    /** No inputs and one output, or a mark, no input and no output, and what is left over. */
    private static final String AMBIGUOUS = "02000000000100e1f50500000000015100000000";

    private final Caller caller = new Caller(methods());

    private static List<Method> methods() {
        var methods = new ArrayList<Method>();
        methods.addAll(new DecodeCalls(Params.of(Network.REGTEST)).methods());
        methods.addAll(new CreateCalls(AddressFormat.REGTEST).methods());
        methods.addAll(new AddressCalls(AddressFormat.REGTEST).methods());
        methods.addAll(new DescriptorCalls(AddressFormat.REGTEST).methods());
        methods.addAll(MemoryCalls.methods());
        return methods;
    }

    @Test
    void createsWhatItDecodes() throws Exception {
        String input = "[{\"txid\":\"" + "11".repeat(32) + "\",\"vout\":1}]";
        String output = "[{\"" + ADDRESS + "\":0.5},{\"data\":\"aabb\"}]";
        String hex =
                ((Json.Str) caller.call("createrawtransaction", "[" + input + "," + output + "]"))
                        .text();
        Json.Obj view = (Json.Obj) caller.call("decoderawtransaction", "[\"" + hex + "\"]");
        assertEquals(Json.of(2), view.get("version"));
        Json.Obj in = (Json.Obj) ((Json.Arr) view.get("vin")).items().getFirst();
        assertEquals(Json.of(4294967293L), in.get("sequence"), "replaceable");
        Json.Obj out = (Json.Obj) ((Json.Arr) view.get("vout")).items().getFirst();
        assertEquals(Json.ofBitcoins(50_000_000), out.get("value"));
        assertEquals(Json.of(ADDRESS), ((Json.Obj) out.get("scriptPubKey")).get("address"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [[{"txid":"T"}],{}] | -8 | Invalid parameter, missing vout key
                    [[{"txid":"T","vout":-1}],{}] | -8 | Invalid parameter, vout cannot be negative
                    [[{"txid":"zz","vout":0}],{}] | -8 | txid must be of length 64 (not 2, for 'zz')
                    [[{"txid":"T","vout":0,"sequence":4294967296}],{}] | -8 | Invalid parameter, sequence number is out of range
                    [[{"txid":"T","vout":0,"sequence":4294967295}],{},0,true] | -8 | Invalid parameter combination: Sequence number(s) contradict replaceable option
                    [[],null] | -8 | Invalid parameter, output argument must be non-null
                    [[],[5]] | -8 | Invalid parameter, key-value pair not an object as expected
                    [[],[{}]] | -8 | Invalid parameter, key-value pair must contain exactly one key
                    [[],[{"data":"aa"},{"data":"bb"}]] | -8 | Invalid parameter, duplicate key: data
                    [[],[{"A":1},{"A":2}]] | -8 | Invalid parameter, duplicated address: A
                    [[],{"x":1}] | -5 | Invalid Bitcoin address: x
                    [[],{"A":-1}] | -3 | Amount out of range
                    [[],{"data":"a"}] | -8 | Data must be hexadecimal string (not 'a')
                    [[],{},4294967296] | -8 | Invalid parameter, locktime out of range
                    [[],{},0,true,4] | -8 | Invalid parameter, version out of range(1~3)
                    """)
    void createsNothingFromWrongArguments(String params, int code, String words) {
        String full = params.replace("T", "11".repeat(32)).replace("\"A\"", "\"" + ADDRESS + "\"");
        caller.refuses("createrawtransaction", full, code, words.replace(": A", ": " + ADDRESS));
    }

    @Test
    void decodesAHalfMadeTransactionBothWays() throws Exception {
        for (String witness : List.of("", ",false")) {
            Json.Obj view =
                    (Json.Obj)
                            caller.call(
                                    "decoderawtransaction",
                                    "[\"" + AMBIGUOUS + "\"" + witness + "]");
            assertEquals(Json.Arr.EMPTY, view.get("vin"));
            assertEquals(1, ((Json.Arr) view.get("vout")).items().size());
        }
        String withWitness = "[\"" + AMBIGUOUS + "\",true]";
        caller.refuses("decoderawtransaction", withWitness, -22, "TX decode failed");
        caller.refuses("decoderawtransaction", "[\"zz\"]", -22, "TX decode failed");
    }

    @Test
    void decodesAScriptAndWhatMayBeAroundIt() throws Exception {
        Json.Obj view = (Json.Obj) caller.call("decodescript", "[\"512102" + X + "51ae\"]");
        Json.Obj segwit = (Json.Obj) view.get("segwit");
        assertTrue(view.has("p2sh"));
        assertTrue(((Json.Str) segwit.get("desc")).text().startsWith("wsh(multi(1,02" + X + "))#"));
        Json.Obj data = (Json.Obj) caller.call("decodescript", "[\"6a\"]");
        assertTrue(!data.has("p2sh") && !data.has("segwit"));
        Json.Obj program =
                (Json.Obj) caller.call("decodescript", "[\"0014" + "ab".repeat(20) + "\"]");
        assertTrue(program.has("p2sh") && !program.has("segwit"));
        caller.refuses(
                "decodescript", "[\"z\"]", -8, "argument must be hexadecimal string (not 'z')");
    }

    @Test
    void tellsWhereAnAddressIsWrong() throws Exception {
        assertEquals(
                "{\"isvalid\":false,\"error_locations\":[10],\"error\":\"Invalid Bech32 checksum\"}",
                caller.text("validateaddress", "[\"" + ADDRESS.replace("508d6", "508q6") + "\"]"));
        assertEquals(
                "{\"isvalid\":true,\"address\":\""
                        + ADDRESS
                        + "\",\"scriptPubKey\":\"0014751e76e8199196d454941c45d1b3a323f1433bd6\","
                        + "\"isscript\":false,\"iswitness\":true,\"witness_version\":0,"
                        + "\"witness_program\":\"751e76e8199196d454941c45d1b3a323f1433bd6\"}",
                caller.text("validateaddress", "[\"" + ADDRESS + "\"]"));
    }

    @Test
    void makesMultisigAddressesOfAllTypes() throws Exception {
        String keys = "[1,[\"02" + X + "\"]";
        for (String type : List.of("legacy", "p2sh-segwit", "bech32")) {
            Json.Obj made = (Json.Obj) caller.call("createmultisig", keys + ",\"" + type + "\"]");
            String descriptor = ((Json.Str) made.get("descriptor")).text();
            Json derived = caller.call("deriveaddresses", List.of(Json.of(descriptor)));
            assertEquals(List.of(made.get("address")), ((Json.Arr) derived).items(), type);
        }
        caller.refuses("createmultisig", "[1,[\"zz\"]]", -5, "Pubkey \"zz\" must be a hex string");
        caller.refuses(
                "createmultisig",
                "[2,[\"02" + X + "\"]]",
                -8,
                "not enough keys supplied (got 1 keys, but need at least 2 to redeem)");
        caller.refuses("createmultisig", keys + ",\"x\"]", -5, "Unknown address type 'x'");
    }

    @Test
    void derivesOnlyTheRangeThatIsAskedFor() throws Exception {
        caller.refuses(
                "deriveaddresses",
                "[\"raw(51)#8lvh9jxk\",2]",
                -8,
                "Range should not be specified for an un-ranged descriptor");
        caller.refuses(
                "deriveaddresses",
                "[\"raw(51)#8lvh9jxk\"]",
                -5,
                "Descriptor does not have a corresponding address");
        caller.refuses("deriveaddresses", "[\"raw(51)\"]", -5, "Missing checksum");
        caller.refuses(
                "deriveaddresses",
                "[\"raw(51)\",[2,1]]",
                -8,
                "Range specified as [begin,end] must not have begin after end");
        caller.refuses("deriveaddresses", "[\"x\",1000000]", -8, "Range is too large");
    }

    @Test
    void knowsNoLockedMemory() throws Exception {
        assertTrue(caller.text("getmemoryinfo", "[]").startsWith("{\"locked\":{\"used\":0,"));
        caller.refuses("getmemoryinfo", "[\"foo\"]", -8, "unknown mode foo");
    }
}
