namespace Krewe.Api.Events;

/// <summary>What was wrong with a data-collection call, as such calls are answered.</summary>
/// <remarks><para>Source: Audience Manager, "DCS error codes, messages and examples", read
/// 2026-11. No message repeats an id.</para></remarks>
internal sealed record CollectionFault(int Code, string Msg)
{
    public static readonly CollectionFault Mid = new(
        101, "The Experience Cloud id is not valid: d_mid has 38 digits.");

    public static readonly CollectionFault Uuid = new(
        102, "The device id is not valid: d_uuid has 38 digits.");

    public static readonly CollectionFault NoValidId = new(
        104, "The call names nobody, or every id is invalid: send d_cid, d_cid_ic, d_uuid or "
        + "d_mid.");

    public static readonly CollectionFault OptedOut = new(171, "Encountered opt out tag");

    public static readonly CollectionFault CustomerId = new(
        300, "A customer id is not valid: write data source, %01, id, and perhaps %01 and the "
        + "authentication state 0, 1 or 2; an id is no e-mail address and has no colon.");

    public static readonly CollectionFault TooManyIds = new(
        301, "A call names 10 ids at most: the others were passed over.");

    public static readonly CollectionFault UnknownDataSource = new(
        302, "A customer id is of a data source that is not defined: it was passed over.");

    public static readonly CollectionFault TooManyOfNamespace = new(
        310, "A call names 3 ids of a data source at most: the others were passed over.");

    public static readonly CollectionFault Encoding = new(
        311, "The parameters are not URL-encoded UTF-8: the whole call was passed over.");

    public static readonly CollectionFault DeviceId = new(
        312, "An advertising id is not written as those of its data source.");
}
