"""Names of months, in the languages whose sites print dates in words.

Keys are folded (no case, no accents, no dot) and unambiguous as prefixes: `sept`, `septembre` and `sep` are all 9.
"""

from __future__ import annotations

# One language a line; a dash where a row has no form of its own.


_ROWS = """
 en january february march april may june july august september october november december
 en jan feb mar apr may jun jul aug sep oct nov dec
 en - - - - - - - - sept - - -
 de januar februar marz april mai juni juli august september oktober november dezember
 de janner - maerz - - - - - - okt - dez
 fr janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
 fr janv fevr - avr - - juil - sept - - -
 es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
 es ene - - abr - - - ago setiembre - - dic
 it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
 it gen - - - mag giu lug - set ott - dic
 pt janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
 pt - fev - - - - - - - out - -
 nl januari februari maart april mei juni juli augustus september oktober november december
 nl - - mrt - - - - - - - - -
 sv januari februari mars april maj juni juli augusti september oktober november december
 da januar februar marts april maj juni juli august september oktober november december
 no januar februar mars april mai juni juli august september oktober november desember
 fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
 fi tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu
 pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
 pl styczen luty marzec kwiecien - czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
 cs ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
 cs leden unor brezen duben kveten cerven cervenec srpen - rijen listopad prosinec
 ru января февраля марта апреля мая июня июля августа сентября октября ноября декабря
 ru январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
 ru янв фев мар апр - июн июл авг сен окт ноя дек
 uk січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
 tr ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
 hu januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
 ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
 ca gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre
 ar - شباط اذار نيسان ايار حزيران تموز - ايلول - - -
 ar جانفي فيفري - افريل ماي جوان جويلية اوت - - - -
 el ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
 el ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
"""


def _read() -> dict[str, int]:
    months: dict[str, int] = {}
    for row in _ROWS.strip().splitlines():
        for number, name in enumerate(row.split()[1:], 1):
            # The first language to claim a spelling keeps it; `listopad` is November in Polish, October in Croatian.
            if name != "-":
                months.setdefault(name, number)
    return months


MONTHS = _read()
