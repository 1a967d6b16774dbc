using Cairn.Core.Artifacts;

namespace Cairn.UnitTests.Artifacts;

public sealed class DownloadHeaderTests
{
    [Theory]
    [InlineData("x.json", "text/plain")]
    [InlineData("x.xml", "text/plain")]
    [InlineData("x.js", "text/plain")]
    [InlineData("MLmodel", "text/plain")]
    [InlineData("MLproject", "text/plain")]
    [InlineData("mlproject", "text/plain")]
    [InlineData("a.txt.gz", "text/plain")]
    [InlineData("x.html", "text/html")]
    [InlineData("x.svg", "image/svg+xml")]
    [InlineData("x.css", "text/css")]
    [InlineData("x.PDF", "application/pdf")]
    [InlineData("x.tar", "application/x-tar")]
    [InlineData("x.tar.gz", "application/x-tar")]
    [InlineData("x.jpeg", "image/jpeg")]
    [InlineData("x.pkl", "application/octet-stream")]
    [InlineData("conda.env", "application/octet-stream")]
    [InlineData("x.ipynb", "application/octet-stream")]
    [InlineData(".gz", "application/octet-stream")]
    [InlineData("x", "application/octet-stream")]
    public void MediaType_OfAName_IsAsRecorded(string name, string type) => MediaTypes.Of(name).ShouldBe(type);

    [Theory]
    [InlineData("a.txt", "attachment; filename=a.txt", "attachment; filename=a.txt")]
    [InlineData("a b.txt", "attachment; filename=a b.txt", "attachment; filename=\"a b.txt\"")]
    [InlineData("a?b.txt", "attachment; filename=a?b.txt", "attachment; filename=\"a?b.txt\"")]
    [InlineData("100%.txt", "attachment; filename=100%.txt", "attachment; filename=100%.txt")]
    [InlineData("a\"b\\.txt", "attachment; filename=\"a\\\"b\\\\.txt\"", "attachment; filename=\"a\\\"b\\\\.txt\"")]
    [InlineData("a;filename=b", "attachment; filename=\"a;filename=b\"", "attachment; filename=\"a;filename=b\"")]
    [InlineData(
        "d\u00e9j\u00e0.txt",
        "attachment; filename=\"d_j_.txt\"; filename*=UTF-8''d%C3%A9j%C3%A0.txt",
        "attachment; filename=\"d_j_.txt\"; filename*=UTF-8''d%C3%A9j%C3%A0.txt"
    )]
    public void Disposition_OfAName_IsAnAttachment(string name, string proxied, string quoted)
    {
        AttachmentName.Header(name).ShouldBe(proxied);
        AttachmentName.QuotedHeader(name).ShouldBe(quoted);
    }

    [Theory]
    [InlineData(0L, 1L, 10, 0L, 1L)]
    [InlineData(5L, null, 10, 5L, 9L)]
    [InlineData(null, 3L, 10, 7L, 9L)]
    [InlineData(null, 30L, 10, 0L, 9L)]
    [InlineData(0L, 99L, 10, 0L, 9L)]
    public void Range_WithinAFile_HasBothEnds(long? from, long? to, long length, long first, long last) =>
        new ByteRange(from, to).Within(length).ShouldBe(new ByteRange(first, last));

    [Theory]
    [InlineData(10L, null, 10)]
    [InlineData(null, 0L, 10)]
    [InlineData(0L, null, 0)]
    [InlineData(3L, 2L, 10)]
    public void Range_OutsideOfAFile_IsNone(long? from, long? to, long length) =>
        new ByteRange(from, to).Within(length).ShouldBeNull();
}
