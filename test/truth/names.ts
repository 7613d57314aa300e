/** Every name that is compared. Others are not judged here. */
export const COMPARED: ReadonlySet<string> = new Set([
  ...["tAlert", "tNotResponding", "tContacting", "tDialing", "tTalk", "tTalkComplete", "tHeld", "tHeldComplete"],
  ...["tAcw", "tHandle", "tAcd", "tAnswered", "tAbandon", "tShortAbandon", "tFlowOut", "tIvr", "tConnected"],
  ...["tVoicemail", "tMonitoring", "tCoaching", "tBarging", "tPark", "tParkComplete", "nOffered", "nConnected"],
  ...["nTransferred", "nBlindTransferred", "nConsultTransferred", "nConsult", "nError", "nOutbound"],
  ...["nCallbackScheduled", "nCallbackRescheduled", "tCallbackLate", "nCallbackMissed", "tCallbackWait"],
]);
