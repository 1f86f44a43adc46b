using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class InboundFileNameTests
{
    private const string Shapes =
        "Expected ftp_dpm_DATASOURCE[_TARGET]_TIMESTAMP.sync, .overwrite instead of .sync, "
        + "adobe_id_DATASOURCE_DATASOURCE_TIMESTAMP.sync or "
        + "c2c_id_CUSTOMERS_EMAILS_TIMESTAMP.sync.";

    private const string Put10 =
        "Put 10 digits there: the time in Unix seconds, such as 1560431657.";

    [Theory]
    [InlineData("", "the name is empty. " + Shapes)]
    [InlineData("dir/", "the name is empty. " + Shapes)]
    [InlineData("visits.csv", "the name begins with no known prefix. " + Shapes)]
    [InlineData("FTP_DPM_478_1366545717.sync", "the name begins with no known prefix. " + Shapes)]
    [InlineData("ftp_dpm_999999_123_TIMESTAMP.sync.gz",
        "the timestamp 'TIMESTAMP' is not a number. " + Put10)]
    [InlineData("ftp_dpm_478_123456789.sync", "the timestamp '123456789' has 9 digits. " + Put10)]
    [InlineData("ftp_dpm_478_12345678901.sync",
        "the timestamp '12345678901' has 11 digits. " + Put10)]
    [InlineData("ftp_dpm_478_.sync", "the timestamp '' is not a number. " + Put10)]
    [InlineData("ftp_dpm_478_1366545717.zip",
        ".zip is not taken. Compress it with gzip and end the name in .gz.")]
    [InlineData("ftp_dpm_478_1366545717.sync.pgp",
        "encrypted files (.pgp) are not supported here. Decrypt it, and send it plain or as .gz.")]
    [InlineData("ftp_dpm_478_1366545717.sync.gpg",
        "encrypted files (.gpg) are not supported here. Decrypt it, and send it plain or as .gz.")]
    [InlineData("ftp_dpm_478_1366545717.sync.gz.pgp",
        ".gz and .pgp do not go together: PGP compresses already. Encrypted files are not "
        + "supported here: send the .gz without encryption.")]
    [InlineData("ftp_dpm_478_1366545717",
        "the mode is missing. Put .sync or .overwrite after the timestamp.")]
    [InlineData("ftp_dpm_478_1366545717.gz",
        "the mode is missing. Put .sync or .overwrite after the timestamp.")]
    [InlineData("ftp_dpm_478_1366545717.1.gz",
        "the mode is missing. Put .sync or .overwrite after the timestamp.")]
    [InlineData("ftp_dpm_478_1366545717.full",
        "the mode '.full' is unknown. Use .sync or .overwrite.")]
    [InlineData("ftp_dpm_478_1366545717.SYNC",
        "the mode '.SYNC' is not in lower case. Write .sync or .overwrite.")]
    [InlineData("ftp_dpm_478_1366545717.sync.a.gz",
        "'.a' is neither a part number nor .gz. After the mode come the number of the part and "
        + ".gz, both optional.")]
    [InlineData("ftp_dpm_478_1366545717.sync.1.2.gz",
        "'.1.2' is neither a part number nor .gz. After the mode come the number of the part and "
        + ".gz, both optional.")]
    [InlineData("ftp_dpm_1366545717.sync",
        "there is no data source before the timestamp. Put the number of the data source of the "
        + "ids there.")]
    [InlineData("ftp_dpm_1_2_3_1366545717.sync",
        "there are 3 data sources. Name that of the ids and, if others own the traits, one more.")]
    [InlineData("ftp_dpm_crm_1366545717.sync",
        "'crm' is no data source. Put its number there: digits, at most 2147483647.")]
    [InlineData("ftp_dpm_2147483648_1366545717.sync",
        "'2147483648' is no data source. Put its number there: digits, at most 2147483647.")]
    [InlineData("ftp_dpm_20914_1366545717.sync",
        "data source 20914 is shared by all companies and owns no traits. Put the data source "
        + "that owns the traits after it.")]
    [InlineData("c2c_id_1_1560431657.sync",
        "c2c_id needs exactly two data sources and has 1. Name that of the customer ids and that "
        + "of the hashed e-mails.")]
    [InlineData("c2c_id_1_2_3_1560431657.sync",
        "c2c_id needs exactly two data sources and has 3. Name that of the customer ids and that "
        + "of the hashed e-mails.")]
    [InlineData("adobe_id_1_1560431657.sync",
        "adobe_id needs at least two data sources and has 1. Name one for each column.")]
    [InlineData("adobe_id_1_2_1_1560431657.sync",
        "data source 1 is there twice. Name a different one for each column.")]
    [InlineData("c2c_id_1_2_1560431657.overwrite",
        "ID synchronisation files cannot be .overwrite. End the name in .sync.")]
    public void Parse_says_what_is_wrong_and_what_to_do(string name, string error)
    {
        var shown = name[(name.LastIndexOf('/') + 1)..];

        Assert.Equal(
            new InboundFileNameResult(null, $"File '{shown}': {error}"),
            InboundFileName.Parse(name));
    }

    [Fact]
    public void Parse_repeats_no_address_and_no_long_name()
    {
        var address = InboundFileName.Parse("jane.doe@example.com.sync").Error;
        var endless = InboundFileName.Parse($"ftp_dpm_1_{new string('7', 10_000)}.sync").Error;

        Assert.StartsWith("File 'j***@…': ", address, StringComparison.Ordinal);
        Assert.InRange(endless!.Length, 1, 400);
    }

    [Theory]
    [InlineData("ftp_dpm_478_1366545717.sync.1.gz", 478, null, InboundMode.Sync, 1, true)]
    [InlineData("ftp_dpm_478_1366545717.sync.2.gz", 478, null, InboundMode.Sync, 2, true)]
    [InlineData("ftp_dpm_478_1366545717.sync", 478, null, InboundMode.Sync, null, false)]
    [InlineData("ftp_dpm_478_567_1366545717.sync.gz", 478, 567, InboundMode.Sync, null, true)]
    [InlineData("ftp_dpm_478_1366545717.overwrite", 478, null, InboundMode.Overwrite, null, false)]
    [InlineData("ftp_dpm_20914_21_1234567890.sync", 20914, 21, InboundMode.Sync, null, false)]
    [InlineData("ftp_dpm_813_1459198814.overwrite.121398",
        813, null, InboundMode.Overwrite, 121398, false)]
    [InlineData("ftp_dpm_999999_123_1560431657.sync.gz", 999999, 123, InboundMode.Sync, null, true)]
    [InlineData("s3n://bucket/partner/date=2026-11-22/ftp_dpm_478_1366545717.sync",
        478, null, InboundMode.Sync, null, false)]
    public void Parse_reads_every_form_of_a_trait_file(
        string path, int owner, int? target, InboundMode mode, int? split, bool isGzip)
    {
        var name = InboundFiles.Name<TraitFileName>(path);

        Assert.Equal(
            (new DataSourceId(owner), target, mode, split, isGzip, false),
            (name.Owner, name.Target?.Value, name.Mode, name.Split, name.IsGzip, name.IsOdc));
        Assert.Equal(target ?? owner, name.TraitOwner.Value);
        Assert.EndsWith(name.Name, path, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_reads_a_partner_file()
    {
        var name = InboundFiles.Name<TraitFileName>("ftp_dpm_odc_12345_1556223815.sync");

        Assert.True(name.IsOdc);
        Assert.Equal((12345, 1556223815L), (name.Owner.Value, name.Timestamp));
    }

    [Theory]
    [InlineData("adobe_id_111_222_333_444_1454442149.sync",
        IdSyncKind.DeviceIds, new[] { 111, 222, 333, 444 }, null, false)]
    [InlineData("adobe_id_123_898_456_1454442149.sync.1.gz",
        IdSyncKind.DeviceIds, new[] { 123, 898, 456 }, 1, true)]
    [InlineData("adobe_id_0_12345_1476312876.sync",
        IdSyncKind.DeviceIds, new[] { 0, 12345 }, null, false)]
    [InlineData("c2c_id_123_898_1454442149.sync.gz",
        IdSyncKind.CrossDeviceToHashedEmail, new[] { 123, 898 }, null, true)]
    [InlineData("c2c_id_999999_987654_1560431657.sync",
        IdSyncKind.CrossDeviceToHashedEmail, new[] { 999999, 987654 }, null, false)]
    public void Parse_reads_every_form_of_an_id_sync_file(
        string path, IdSyncKind kind, int[] columns, int? split, bool isGzip)
    {
        var name = InboundFiles.Name<IdSyncFileName>(path);

        Assert.Equal((kind, split, isGzip), (name.Kind, name.Split, name.IsGzip));
        Assert.Equal(columns, name.Columns.Select(column => column.Value));
    }

    [Theory]
    [InlineData("ftp_dpm_478_1366545717.sync.1.gz", "ftp_dpm_478_1366545717.sync")]
    [InlineData("ftp_dpm_478_1366545717.sync", "ftp_dpm_478_1366545717.sync")]
    [InlineData("a/adobe_id_1_2_1454442149.sync.2", "adobe_id_1_2_1454442149.sync")]
    public void Parts_of_one_upload_share_their_base_name(string path, string baseName) =>
        Assert.Equal(baseName, InboundFileName.Parse(path).Value!.BaseName);

    [Fact]
    public void Customer_ids_first_are_worth_a_warning_in_device_files_only()
    {
        var devices = InboundFiles.Name<IdSyncFileName>("adobe_id_12345_67890_1477846458.sync");
        var emails = InboundFiles.Name<IdSyncFileName>("c2c_id_12345_67890_1477846458.sync");

        Assert.Equal(
            "File 'adobe_id_12345_67890_1477846458.sync': the first column, data source 12345, "
            + "holds customer ids. Put the device ids first.",
            devices.FirstColumnWarning(IdType.CrossDevice));
        Assert.Null(devices.FirstColumnWarning(IdType.Cookie));
        Assert.Null(emails.FirstColumnWarning(IdType.CrossDevice));
    }
}
