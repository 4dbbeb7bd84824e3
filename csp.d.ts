/** Sources by directive; keywords without quotes. */
export declare const cspDirectives: Readonly<Record<string, readonly string[]>>;
/** The policy as the value of a `Content-Security-Policy` header. */
export declare function cspHeader(): string;
