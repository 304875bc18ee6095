// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

/** A call that has an error for its answer. It carries no stack trace: it is an answer. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The request is no JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is no request. */
    public static final int INVALID_REQUEST = -32600;

    public static final int METHOD_NOT_FOUND = -32601;

    /** Arguments that do not go together. */
    public static final int INVALID_PARAMS = -32602;

    /** Data of ours is damaged. */
    public static final int INTERNAL_ERROR = -32603;

    /** Anything else, and the usage of a method. */
    public static final int MISC_ERROR = -1;

    /** An argument has another type than declared. */
    public static final int TYPE_ERROR = -3;

    public static final int INVALID_ADDRESS_OR_KEY = -5;

    /** An argument is wrong, missing or there twice. */
    public static final int INVALID_PARAMETER = -8;

    /** The disk fails. */
    public static final int DATABASE_ERROR = -20;

    /** Bytes that an argument holds are no block, transaction or the like. */
    public static final int DESERIALIZATION_ERROR = -22;

    /** A peer was added or banned before. */
    public static final int NODE_ALREADY_ADDED = -23;

    /** A peer was not added before. */
    public static final int NODE_NOT_ADDED = -24;

    /** A rule is broken. */
    public static final int VERIFY_ERROR = -25;

    /** The node still starts. */
    public static final int IN_WARMUP = -28;

    /** There is no connection to that peer. */
    public static final int NODE_NOT_CONNECTED = -29;

    /** No address and no range of addresses, or one that is not banned. */
    public static final int INVALID_IP_OR_SUBNET = -30;

    /** There are as many connections of that kind as there may be. */
    public static final int NODE_CAPACITY_REACHED = -34;

    private final int code;

    /**
     * An error as its answer shows it.
     *
     * @param code as bitcoind has it in rpc/protocol.h
     */
    public RpcException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
