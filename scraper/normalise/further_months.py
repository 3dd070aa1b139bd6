"""Words that stand in names of months, in the languages that only dateparser reads.

dateparser takes a second to load these languages, for one date on one page; here it is told at once which of them, if
any, a text can be in. Words are folded (no case, no accents); a test compares them with dateparser's own.
"""

from __future__ import annotations

import re

# Of languages in Latin letters whole words; of others, which may part no words, what stands in all forms of a month.
_ROWS = """
 id jan januari djan djanuari feb februari peb pebruari mar maret mrt apr april mei mai jun juni djuni jul juli djuli agu agustus agt ag sep september sept okt oktober nov november nop nopember des desember
 vi thg thang
 he ינו פבר מרץ מרס מארס אפר מאי יונ יול אוג ספט אוק נוב דצמ
 ar يناير فبراير مارس ابريل مايو يونيو يونيه يونية يوليو يوليه يولية اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
 hi जनवरी जन॰ फरवरी फर॰ मारच अपरैल मई जून जुलाई जुल॰ अगसत अग॰ सितंबर सित॰ सितमबर अकतूबर अकतू॰ अकटूबर नवंबर नव॰ नवमबर दिसंबर दिस॰ दिसमबर
 th มค มกรา กพ กมภา มีค มีนา เมย เมษา พค พฤษภา มิย มิถนา กค เดือนกรกฏาคม กรกฎา สค สิงหา กย กันยา ตค ตลา พย พฤศจิ ธค ธันวา
 hr sij sijecanj sijecnja sijecnju sijecnjem velj veljaca veljace veljaci veljacom ozu ozujak ozujka ozujku ozujkom tra travanj travnja travnju travnjem svi svibanj svibnja svibnju svibnjem lip lipanj lipnja lipnju lipnjem srp srpanj srpnja srpnju srpnjem kol kolovoz kolovoza kolovozu kolovozom ruj rujan rujna rujnu rujnom lis listopad listopada listopadu listopadom stu studeni studenoga studenom studenomu studenome studenog studenim pro prosinac prosinca prosincu prosincem
 sk jan januar januara feb februar februara mar marca marec apr april aprila maj maja jun juna jul jula aug august augusta sep september septembra okt oktober oktobra nov november novembra dec december decembra
 sl jan januar feb februar mar marec apr april maj jun junij jul julij avg avgust sep september okt oktober nov november dec december
 lt saus sausio sausis vas vasario vasaris kov kovas kovo bal balandis balandzio geg geguze geguzes birz birzelio birzelis liep liepa liepos rugp rugpjutis rugpjucio rugs rugsejis rugsejo spal spalio spalis lapkr lapkritis lapkricio gruod gruodis gruodzio
 lv janv janvaris febr februaris marts apr aprilis maijs jun junijs jul julijs aug augusts sept septembris okt oktobris nov novembris dec decembris
 et jaan jaanuar veebr veebruar marts apr aprill mai juuni juuli aug august sept september okt oktoober nov november dets detsember
 bg ян фев фв март ап маи юн юл авг сеп окт ное дек
 sr јан феб мар апр мај јун јул авг сеп окт нов дец
 fa ژانویه جنوری فوریه فبروری مارس مارچ اوریل اپریل مه می ژوين جون ژويیه جولای اوت اگست سپتامبر سپتمبر اکتبر اکتوبر نوامبر نومبر دسامبر دسمبر
 bn জানু ফেব মারচ এপরি মে জুন জুল আগ সেপ অকটো নভে ডিসে
 is jan januar feb februar mar mars apr april mai jun juni jul juli agu agust sep september okt oktober nov november des desember
 eu urt urtarrila ots otsaila mar martxoa api apirila mai maiatza eka ekaina uzt uztaila abu abuztua ira iraila urr urria aza azaroa abe abendua
 gl xan xaneiro feb febreiro mar marzo abr abril maio xuno xul xullo ago agosto set setembro out outubro nov novembro dec decembro
 ka იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
 az yan yanvar fev fevral mar mart apr aprel may iyn iyun iyl iyul avq avqust sen sentyabr okt oktyabr noy noyabr dek dekabr
 kk қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
 ko 월
 zh 月
 ms jan januari feb februari mac apr april mei jun jul julai ogo ogos sep september okt oktober nov november dis disember
 sq jan janar shk shkurt mar mars pri prill maj qer qershor korr korrik kor gush gusht gsh sht shtator tet tetor nen nentor dhj dhjetor
 mk јан фев мар апр мај јун јул авг сеп окт ное дек
 bs jan januar feb februar mar mart apr april maj jun juni jul juli aug august avg avgust sep septembar okt oktobar nov novembar dec decembar
 ga ean eanair feabh feabhra marta aib aibrean beal bealtaine meith meitheamh iuil lun lunasa mean mfomh deireadh dfomh samh samhain noll nollaig
 cy ion ionawr chw chwef chwefror maw mawrth ebr ebrill mai meh mehefin gor gorff gorffennaf awst medi hyd hydref tach tachwedd rhag rhagfyr
"""
_WORDS = re.compile(r"[^\W\d_]+")


def _read() -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    whole: dict[str, list[str]] = {}
    parts: list[tuple[str, str]] = []
    for row in _ROWS.strip().splitlines():
        language, *words = row.split()
        for word in words:
            if word.isascii():
                whole.setdefault(word, []).append(language)
            else:
                parts.append((word, language))
    return whole, parts


_WHOLE, _PARTS = _read()
LANGUAGES = tuple(row.split()[0] for row in _ROWS.strip().splitlines())


def languages_of(folded: str) -> list[str]:
    """The languages of which a month may stand in a folded text, in the order that dateparser is asked for them."""
    found = {language for word in _WORDS.findall(folded) for language in _WHOLE.get(word, ())}
    if not folded.isascii():
        found.update(language for part, language in _PARTS if part in folded)
    return [language for language in LANGUAGES if language in found]
