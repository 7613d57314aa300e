import { connect } from "./connect";
import { showPage } from "./page";

showPage();
connect();
